internal import FerryCore
public import FerryState

/// What `ferry state show` prints.
public struct StateText: Sendable {
    let summary: StateSummary
    let path: String
    let numbers: BigNumber.Style

    public init(_ summary: StateSummary, path: String, numbers: BigNumber.Style) {
        self.summary = summary
        self.path = path
        self.numbers = numbers
    }

    public var lines: [String] {
        [
            "\(DisplayName.escaping(path.utf8)): \(BigNumber.format(summary.size, numbers))",
            "last runs: \(count(summary.pairs)) between locations, \(count(summary.directories)) "
                + (summary.directories == 1 ? "directory" : "directories"),
            "digests of files: \(count(summary.digests))",
            "signatures: \(count(summary.signatures))",
            "check files written: \(count(summary.checkFiles))",
            "unfinished transfers: \(count(summary.unfinished))",
        ] + summary.latest.map { "\(ClockFormat.dateAndTime($0.seen))  \(locations($0.locations))" }
    }

    private func count(_ number: Int) -> String { BigNumber.format(Int64(number), .grouped) }

    /// In one line, whatever the names are.
    private func locations(_ text: String) -> String {
        text.split(separator: "\n").map { DisplayName.escaping($0.utf8) }.joined(separator: " ")
    }
}
