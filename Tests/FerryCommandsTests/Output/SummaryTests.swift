import FerryCore
import FerrySync
import Testing

@testable import FerryCommands

private var statistics: Statistics {
    var statistics = Statistics()
    statistics.entries.files = 6
    statistics.entries.directories = 3
    statistics.entries.symlinks = 1
    statistics.created.files = 1200
    statistics.filesTransferred = 1200
    statistics.totalSize = 3_018_000
    statistics.transferredSize = 3_017_000
    statistics.literalBytes = 1_000_000
    statistics.matchedBytes = 17
    statistics.verified = [.sizeAndTime: 1100, .readBack: 100]
    statistics.scanSeconds = 0.25
    statistics.totalSeconds = 3.75
    return statistics
}

@Suite struct SummaryTests {
    @Test func rsyncStatistics() {
        #expect(
            RsyncSummary(statistics, numbers: .grouped, dryRun: false).statisticsLines == [
                "", "Number of files: 10 (reg: 6, dir: 3, link: 1)", "Number of created files: 1,200 (reg: 1,200)",
                "Number of deleted files: 0", "Number of regular files transferred: 1,200",
                "Total file size: 3,018,000 bytes", "Total transferred file size: 3,017,000 bytes",
                "Literal data: 1,000,000 bytes", "Matched data: 17 bytes", "File list size: 0",
                "File list generation time: 0.250 seconds", "File list transfer time: 0.000 seconds",
                "Total bytes sent: 1,000,000", "Total bytes received: 0",
            ])
    }

    @Test func rsyncTotals() {
        #expect(
            RsyncSummary(statistics, numbers: .grouped, dryRun: false).totalLines == [
                "", "sent 1,000,000 bytes  received 0 bytes  285,714.29 bytes/sec",
                "total size is 3,018,000  speedup is 3.02",
            ])
        #expect(
            RsyncSummary(statistics, numbers: .thousands, dryRun: true).totalLines == [
                "", "sent 0 bytes  received 0 bytes  0.00 bytes/sec",
                "total size is 3.02M  speedup is 0.00 (DRY RUN)",
            ])
    }

    @Test func ferrySummary() {
        #expect(
            FerrySummary(statistics, numbers: .grouped, dryRun: false).lines == [
                "1,200 files sent (2.88M), 17 reused; 10 entries in all (2.88M); 3.8 s",
                "verified: 100 by read back, 1100 by size and time",
            ])
        var failed = Statistics()
        failed.errors = 1
        failed.deleted.files = 2
        failed.composedInVain = 3
        failed.replacedInSteps = 1
        #expect(
            FerrySummary(failed, numbers: .grouped, dryRun: false).lines == [
                "0 files sent (0), 3 files whole because a delta failed, 2 deleted; 0 entries in all (0); 0.0 s",
                "replaced in more than one step, for want of a better way there: 1 file", "1 error",
            ])
    }

    @Test func exitLines() {
        #expect(ExitLine.text(for: .success) == nil)
        #expect(ExitLine.text(for: .vanished)?.hasPrefix("rsync warning: some files vanished") == true)
        #expect(
            ExitLine.text(for: .partial)
                == "rsync error: some files/attrs were not transferred (see previous errors) (code 23) at \(ProgramVersion.line)"
        )
    }
}
