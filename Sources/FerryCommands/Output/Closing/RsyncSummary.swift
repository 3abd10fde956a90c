public import FerrySync

/// What rsync prints at the end: `--stats`, and the two lines of `-v`.
///
/// There is no wire here. "sent" counts content that was read from the sources, "received" is nothing, and the lines
/// about file lists and a protocol say 0.
public struct RsyncSummary: Sendable {
    let statistics: Statistics
    let numbers: BigNumber.Style
    let dryRun: Bool
    /// Whether a dry run tells what would be sent, which rsync does not find out.
    let foretells: Bool

    public init(_ statistics: Statistics, numbers: BigNumber.Style, dryRun: Bool, foretells: Bool = false) {
        self.foretells = foretells
        self.statistics = statistics
        self.numbers = numbers
        self.dryRun = dryRun
    }

    public var statisticsLines: [String] {
        [
            "", "Number of files: \(counts(statistics.entries))",
            "Number of created files: \(counts(statistics.created))",
            "Number of deleted files: \(counts(statistics.deleted))",
            "Number of regular files transferred: \(count(statistics.filesTransferred))",
            "Total file size: \(size(statistics.totalSize)) bytes",
            "Total transferred file size: \(size(statistics.transferredSize)) bytes",
            "Literal data: \(content(statistics.literalBytes)) bytes",
            "Matched data: \(content(statistics.matchedBytes)) bytes",
            "File list size: 0",
            "File list generation time: \(BigNumber.fixed(statistics.scanSeconds, digits: 3)) seconds",
            "File list transfer time: 0.000 seconds",
            "Total bytes sent: \(size(sent))",
            "Total bytes received: 0",
        ] + requests
    }

    private func content(_ bytes: Int64) -> String { size(dryRun && !foretells ? 0 : bytes) }

    /// Of object stores, which rsync does not know.
    private var requests: [String] {
        let counts = statistics.requestsByName.map { "\($0.name) \(count($0.count))" }
        return counts.isEmpty ? [] : ["Number of requests: \(counts.joined(separator: ", "))"]
    }

    public var totalLines: [String] {
        // rsync measures in whole seconds and adds a half, so that a short run has a rate too.
        let rate = Double(sent) / (0.5 + statistics.totalSeconds.rounded(.down))
        let speedup = sent == 0 ? 0 : Double(statistics.totalSize) / Double(sent)
        return [
            "", "sent \(size(sent)) bytes  received 0 bytes  \(BigNumber.format(rate, numbers)) bytes/sec",
            "total size is \(size(statistics.totalSize))  speedup is \(BigNumber.format(speedup, decimals))"
                + (dryRun ? " (DRY RUN)" : ""),
        ]
    }

    /// What a log file ends with.
    public var logLine: String {
        "sent \(sent) bytes  received 0 bytes  total size \(statistics.totalSize)"
    }

    private var sent: Int64 { dryRun ? 0 : statistics.literalBytes }

    /// Quotients and counts are grouped, never given a unit.
    private var decimals: BigNumber.Style { numbers == .plain ? .plain : .grouped }

    private func size(_ bytes: Int64) -> String { BigNumber.format(bytes, numbers) }

    private func count(_ number: Int) -> String { BigNumber.format(Int64(number), decimals) }

    /// `11 (reg: 6, dir: 3, link: 1, special: 1)`
    private func counts(_ counts: KindCounts) -> String {
        if counts.total == 0 { return "0" }
        let kinds = [
            ("reg", counts.files), ("dir", counts.directories), ("link", counts.symlinks), ("dev", counts.devices),
            ("special", counts.specials),
        ]
        let named = kinds.filter { $0.1 > 0 }.map { "\($0.0): \(count($0.1))" }
        return "\(count(counts.total)) (\(named.joined(separator: ", ")))"
    }
}
