internal import FerryCore
internal import FerrySync

extension RunDescription {
    /// What complaints start with.
    var program: String { output.preset == .rsync ? "rsync" : "ferry" }

    /// rsync's first line: whether it learns of the files on the way or all before.
    var header: String? {
        let selection = options.selection
        guard output.preset == .rsync, output.info[.flist] > 0 else { return nil }
        let waits =
            options.deletion.timing == .before || options.deletion.timing == .after
            || options.writing.delaysUpdates || selection.prunesEmptyDirectories
        if selection.recursive, !waits { return "sending incremental file list" }
        return selection.recursive || selection.directoriesOnly ? "building file list ... done" : nil
    }

    /// rsync's word on whether old files serve to make new ones.
    var deltaLine: String? {
        guard output.preset == .rsync, output.debug[.flist] > 0, !options.run.listOnly else { return nil }
        let sendsWhole = options.writing.isAppending ? false : options.writing.wholeFile ?? (direction == .within)
        return "delta-transmission " + (sendsWhole ? "disabled for local transfer or --whole-file" : "enabled")
    }

    func progressDisplay(on console: Console) -> (any ProgressDisplay)? {
        let level = output.info[.progress]
        if output.isQuiet || options.run.listOnly { return nil }
        if output.preset == .rsync {
            // Nothing is sent, so there is nothing to show of a single file.
            if level == 0 || level == 1 && options.run.dryRun { return nil }
            return RsyncProgress(console: console, numbers: output.numbers, showsWhole: level > 1)
        }
        if console.isInteractive { return LiveLine(console: console, numbers: output.numbers) }
        return level == 0 ? nil : RsyncProgress(console: console, numbers: output.numbers, showsWhole: level > 1)
    }

    func closingLines(_ statistics: Statistics, isInteractive: Bool) -> [String] {
        let dryRun = options.run.dryRun
        let summary = RsyncSummary(
            statistics, numbers: output.numbers, dryRun: dryRun, foretells: output.preset == .sync)
        var lines = output.info[.stats] > 1 ? summary.statisticsLines : []
        if output.preset == .rsync {
            if output.info[.stats] > 0 { lines += summary.totalLines }
        } else if !options.run.listOnly, output.info[.stats] > 0 || isInteractive || output.tellsPlan {
            lines += FerrySummary(statistics, numbers: output.numbers, dryRun: dryRun).lines
        }
        return lines
    }
}
