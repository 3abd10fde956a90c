public import FerryCore

/// Within which time two changes of a file can bear the same time.
public enum ClockGranularity {
    /// The kernel stamps files at its tick, at most 10 ms long.
    private static let tick: Int64 = 20_000_000
    /// Whole seconds come from a file system that keeps no more: FAT keeps every other second.
    private static let coarse: Int64 = 2_000_000_000

    /// Whether a file could have been changed after `moment` without a trace in its times.
    public static func couldHideChange(of entry: Entry, after moment: Timestamp) -> Bool {
        couldHideChange(after: moment, modified: entry.modified, version: entry.version)
    }

    static func couldHideChange(after moment: Timestamp, modified: Timestamp?, version: Version?) -> Bool {
        guard let latest = latestTime(modified, version) else { return true }
        let granularity = latest.nanoseconds == 0 ? coarse : tick
        let age = moment.seconds.subtractingReportingOverflow(latest.seconds)
        if age.overflow || abs(age.partialValue) > 1 << 30 { return age.partialValue < 0 }
        return age.partialValue * 1_000_000_000 + Int64(moment.nanoseconds - latest.nanoseconds) < granularity
    }

    /// The time of its last change: that of the inode, which cannot be set, where there is one.
    private static func latestTime(_ modified: Timestamp?, _ version: Version?) -> Timestamp? {
        if case .inode(_, let changed)? = version { return changed }
        return modified
    }
}
