internal import FerryCore
internal import FerryManifest

/// Tells in what two manifests differ: one line for each path, the totals at the end.
final class DifferenceReporter {
    private let output: OutputOptions
    private let console: Console
    private var counts: [String: Int] = [:]

    private static let words: [(String, one: String, many: String)] = [
        ("same", "entry is the same", "entries are the same"), ("changed", "changed", "changed"),
        ("renamed", "was renamed", "were renamed"), ("removed", "was removed", "were removed"),
        ("added", "was added", "were added"), ("undecided", "cannot be compared", "cannot be compared"),
    ]

    init(_ output: OutputOptions, console: Console) {
        self.output = output
        self.console = console
    }

    func begin() {
        if output.isJSON { console.print(JSONEvent.start(command: "manifest").bytes) }
    }

    func tell(_ difference: RecordDifference) {
        counts[difference.word, default: 0] += 1
        if output.isJSON {
            console.print(JSONEvent.difference(difference).bytes)
        } else if !output.isQuiet {
            console.print(line(difference))
        }
    }

    private func line(_ difference: RecordDifference) -> [UInt8] {
        let start = Array("\(difference.word): ".utf8)
        switch difference {
        case .added(let record), .removed(let record), .undecided(_, let record):
            return start + output.names.bytes(record.path.bytes)
        case .renamed(let from, let record):
            return start + output.names.bytes(from.bytes) + " -> ".utf8 + output.names.bytes(record.path.bytes)
        case .changed(let old, let new, let aspects):
            let reasons = aspects.map { reason($0, old, new) }.joined(separator: ", ")
            return start + output.names.bytes(new.path.bytes) + " (\(reasons))".utf8
        }
    }

    private func reason(_ aspect: RecordDifference.Aspect, _ old: Record, _ new: Record) -> String {
        let values: (Int64?, Int64?) =
            switch aspect {
            case .size: (old.size, new.size)
            case .records: (old.lineCount, new.lineCount)
            case .kind, .hash, .target: (nil, nil)
            }
        if aspect == .kind { return "kind \(old.kind.name) -> \(new.kind.name)" }
        guard let left = values.0, let right = values.1 else { return aspect.rawValue }
        return
            "\(aspect.rawValue) \(BigNumber.format(left, output.numbers)) -> \(BigNumber.format(right, output.numbers))"
    }

    func finish(same: Int) -> CheckCommand.Status {
        let differences = counts.values.reduce(0, +)
        let status: CheckCommand.Status =
            counts["undecided"] != nil ? .undecided : differences > 0 ? .different : .same
        counts["same"] = same
        if output.isJSON {
            console.print(JSONEvent.summary(differences: counts, status: status.rawValue).bytes)
        } else if !output.isQuiet {
            let told = Self.words.filter { $0.0 == "same" || counts[$0.0] != nil }.map { word in
                let count = counts[word.0] ?? 0
                return "\(BigNumber.format(Int64(count), .grouped)) \(count == 1 ? word.one : word.many)"
            }
            console.print(told.joined(separator: ", "))
        }
        return status
    }
}

extension RecordDifference {
    fileprivate var word: String {
        switch self {
        case .added: "added"
        case .removed: "removed"
        case .changed: "changed"
        case .renamed: "renamed"
        case .undecided: "undecided"
        }
    }
}
