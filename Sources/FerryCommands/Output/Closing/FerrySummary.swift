public import FerrySync

/// The closing lines of `ferry sync`: what was done, and how strongly it is known to have arrived.
public struct FerrySummary: Sendable {
    let statistics: Statistics
    let numbers: BigNumber.Style
    let dryRun: Bool

    /// Sizes get units unless the user asked for plain numbers or for one kind of units.
    public init(_ statistics: Statistics, numbers: BigNumber.Style, dryRun: Bool) {
        self.statistics = statistics
        self.numbers = numbers == .grouped ? .binary : numbers
        self.dryRun = dryRun
    }

    public var lines: [String] {
        var lines = [work]
        if !dryRun, !statistics.verified.isEmpty { lines.append("verified: \(verification)") }
        if statistics.replacedInSteps > 0 {
            let files = number(statistics.replacedInSteps, "file")
            lines.append("replaced in more than one step, for want of a better way there: \(files)")
        }
        if let manifests { lines.append("manifests: \(manifests)") }
        if statistics.waiting > 0 {
            lines.append("waiting: \(number(statistics.waiting, "file")) of incomplete deliveries")
        }
        if statistics.errors + statistics.vanished > 0 { lines.append(failures) }
        return lines
    }

    /// `3 files sent (1.20M), 2 deleted, 1 with new metadata; 120 files in all (4.00G); 1.2 s`
    private var work: String {
        var parts = ["\(number(statistics.filesTransferred, "file")) \(dryRun ? "to send" : "sent")"]
        parts[0] += " (\(BigNumber.format(statistics.transferredSize, numbers)))"
        if statistics.matchedBytes > 0 { parts[0] += ", \(BigNumber.format(statistics.matchedBytes, numbers)) reused" }
        if statistics.composedInVain > 0 {
            parts.append("\(number(statistics.composedInVain, "file")) whole because a delta failed")
        }
        if statistics.unconfirmable > 0 {
            parts.append("\(number(statistics.unconfirmable, "file")) whole because nothing there confirms deltas")
        }
        let made = statistics.created.total - statistics.created.files
        if made > 0 { parts.append("\(made) other made") }
        if statistics.deleted.total > 0 {
            parts.append("\(statistics.deleted.total) \(dryRun ? "to delete" : "deleted")")
        }
        if statistics.metadataChanged > 0 { parts.append("\(statistics.metadataChanged) with new metadata") }
        let size = BigNumber.format(statistics.totalSize, numbers)
        return parts.joined(separator: ", ")
            + "; \(number(statistics.entries.total, "entry", "entries")) in all (\(size)); "
            + BigNumber.fixed(statistics.totalSeconds, digits: 1) + " s"
    }

    /// `3 by store digest, 2 by size and time`
    private var verification: String {
        VerificationLevel.allCases.compactMap { level in
            guard let count = statistics.verified[level], count > 0 else { return nil }
            return level == .unconfirmed ? "\(count) unconfirmed" : "\(count) by \(level.rawValue)"
        }.joined(separator: ", ")
    }

    /// `3 files agree, 2 unchanged files read (1.20M)`
    private var manifests: String? {
        var parts: [String] = []
        if statistics.agreed > 0 { parts.append(number(statistics.agreed, "file agrees", "files agree")) }
        if statistics.described > 0 {
            let size = BigNumber.format(statistics.describedBytes, numbers)
            parts.append("\(number(statistics.described, "unchanged file")) read (\(size))")
        }
        return parts.isEmpty ? nil : parts.joined(separator: ", ")
    }

    private var failures: String {
        var parts: [String] = []
        if statistics.errors > 0 { parts.append(number(statistics.errors, "error")) }
        if statistics.vanished > 0 { parts.append("\(statistics.vanished) vanished while they were read") }
        return parts.joined(separator: ", ")
    }

    private func number(_ count: Int, _ singular: String, _ plural: String? = nil) -> String {
        "\(BigNumber.format(Int64(count), .grouped)) \(count == 1 ? singular : plural ?? singular + "s")"
    }
}
