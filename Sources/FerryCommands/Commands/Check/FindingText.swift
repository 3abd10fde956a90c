internal import FerryCore
internal import FerrySync

/// Findings in words: `differs: a/b (size 3 -> 5)`.
struct FindingText {
    let names: NameText
    let numbers: BigNumber.Style

    func line(_ finding: Finding) -> [UInt8] {
        let entry = finding.first ?? finding.second
        let name = entry.map { names.bytes($0) } ?? names.bytes(finding.path.bytes)
        let line = Array("\(finding.verdict.rawValue): ".utf8) + name
        guard let first = finding.first, let second = finding.second, !finding.aspects.isEmpty else { return line }
        let reasons = finding.aspects.map { reason($0, first, second) }
        return line + " (".utf8 + Array(reasons.joined(separator: Array(", ".utf8))) + ")".utf8
    }

    private func reason(_ aspect: Finding.Aspect, _ first: Entry, _ second: Entry) -> [UInt8] {
        let word = Array(aspect.rawValue.utf8)
        guard let values = values(of: aspect, first, second) else { return word }
        return word + " ".utf8 + values.first + " -> ".utf8 + values.second
    }

    /// What each side has; nil where it cannot be shown.
    private func values(
        of aspect: Finding.Aspect, _ first: Entry, _ second: Entry
    ) -> (first: [UInt8], second: [UInt8])? {
        if aspect == .target { return (names.bytes(first.linkTarget ?? []), names.bytes(second.linkTarget ?? [])) }
        let needsFraction = first.modified?.seconds == second.modified?.seconds
        guard let left = value(of: aspect, first, needsFraction), let right = value(of: aspect, second, needsFraction)
        else { return nil }
        return (Array(left.utf8), Array(right.utf8))
    }

    private func value(of aspect: Finding.Aspect, _ entry: Entry, _ needsFraction: Bool) -> String? {
        switch aspect {
        case .kind: entry.kind.noun
        case .size: BigNumber.format(entry.size, numbers)
        case .time: entry.modified.map { time($0, needsFraction) }
        case .device: entry.device.map { "\($0.major):\($0.minor)" }
        case .permissions: entry.permissions.map { String($0, radix: 8) }
        case .owner: entry.owner.map { String($0.user) }
        case .group: entry.owner.map { String($0.group) }
        case .content, .target: nil
        }
    }

    private func time(_ time: Timestamp, _ needsFraction: Bool) -> String {
        let text = ClockFormat.dateAndTime(time.seconds)
        if !needsFraction { return text }
        let digits = String(time.nanoseconds)
        return text + "." + String(repeating: "0", count: 9 - digits.count) + digits
    }

    /// `12 entries are the same, 2 differ, 1 is missing, 3 are extra`
    static func summary(_ counts: CheckCounts) -> String {
        let parts: [(Int, one: String, many: String)] = [
            (counts.same, "entry is the same", "entries are the same"), (counts.differing, "differs", "differ"),
            (counts.missing, "is missing", "are missing"), (counts.extra, "is extra", "are extra"),
            (counts.errors, "could not be checked", "could not be checked"),
        ]
        let told = parts.enumerated().filter { $0.offset == 0 || $0.element.0 > 0 }.map(\.element)
        return told.map { "\(BigNumber.format(Int64($0.0), .grouped)) \($0.0 == 1 ? $0.one : $0.many)" }
            .joined(separator: ", ")
    }
}
