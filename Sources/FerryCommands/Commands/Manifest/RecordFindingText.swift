internal import FerryCore
internal import FerryManifest
internal import FerrySync

/// Findings of a verification in words: `size differs: a/b (3 -> 5)`.
struct RecordFindingText {
    let names: NameText
    let numbers: BigNumber.Style

    func line(_ finding: RecordFinding) -> [UInt8] {
        let line = Array("\(finding.verdict.rawValue): ".utf8) + names.bytes(finding.path.bytes)
        guard let detail = detail(finding) else { return line }
        return line + " (\(detail))".utf8
    }

    private func detail(_ finding: RecordFinding) -> String? {
        guard let record = finding.record, let entry = finding.entry else { return nil }
        switch finding.verdict {
        case .sizeDiffers:
            return "\(BigNumber.format(record.size ?? 0, numbers)) -> \(BigNumber.format(entry.size, numbers))"
        case .kindDiffers: return "\(record.kind.name) -> \(entry.kind.name)"
        case .linesDiffer:
            guard let expected = record.lineCount, let found = finding.content?.lineCount else { return nil }
            return "\(BigNumber.format(expected, numbers)) -> \(BigNumber.format(found, numbers))"
        case .digestDiffers:
            guard let content = finding.content else { return nil }
            return record.digests.filter { !content.digests.contains($0) }.map(\.algorithm.rawValue)
                .joined(separator: ", ")
        case .same, .timeDiffers, .targetDiffers, .missing, .extra, .unreadable: return nil
        }
    }

    /// `12 entries are the same, 2 differ, 1 is missing, 3 are extra; 4 files read, 6 only looked at, 5 not read again`
    func summary(_ result: VerificationResult) -> String {
        let differing = result.differences - result[.missing] - result[.extra] - result.brokenRules
        let parts: [(Int, one: String, many: String)] = [
            (result[.same], "entry is the same", "entries are the same"), (differing, "differs", "differ"),
            (result[.missing], "is missing", "are missing"), (result[.extra], "is extra", "are extra"),
            (result.brokenRules, "rule of BagIt is broken", "rules of BagIt are broken"),
            (result[.unreadable] + result.errors, "could not be checked", "could not be checked"),
        ]
        let told = parts.enumerated().filter { $0.offset == 0 || $0.element.0 > 0 }.map(\.element)
        let sentence = told.map { "\(BigNumber.format(Int64($0.0), .grouped)) \($0.0 == 1 ? $0.one : $0.many)" }
            .joined(separator: ", ")
        let reading = self.reading(result).map { "\(BigNumber.format(Int64($0), .grouped)) \($1)" }
        return reading.isEmpty ? sentence : sentence + "; " + reading.joined(separator: ", ")
    }

    /// How many files were read and how many were not, where it is not simply all of them.
    private func reading(_ result: VerificationResult) -> [(Int, String)] {
        var parts: [(Int, String)] = []
        if result.filesLookedAt > 0 {
            parts.append((result.filesRead, result.filesRead == 1 ? "file read" : "files read"))
            parts.append((result.filesLookedAt, "only looked at"))
        }
        if result.filesRemembered > 0 { parts.append((result.filesRemembered, "not read again")) }
        return parts
    }
}
