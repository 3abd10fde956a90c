import FerryCore
import FerryEndpoints
import FerrySync
import Testing

@testable import FerryCommands

@Suite struct ProgressTests {
    private var progress: Progress {
        var progress = Progress()
        progress.scanned = 12345
        progress.filesPlanned = 3400
        progress.filesDone = 12
        progress.bytesPlanned = 4 << 20
        progress.bytesDone = 1 << 20
        return progress
    }

    private func line(_ progress: Progress, columns: Int = 200) -> String {
        LiveText(progress: progress, elapsed: 65, rate: 262_144, numbers: .binary).line(columns: columns)
    }

    @Test func beforeAnythingIsSent() {
        #expect(line(Progress()) == "0 entries read  scan still running  0:01:05")
    }

    @Test func whileTheScanRuns() {
        #expect(
            line(progress)
                == "12/3,400 files  1.00M/4.00M  25%  256.00K/s  scan still running (12,345 entries)  0:01:05")
    }

    @Test func whenEverythingIsKnown() {
        var progress = progress
        progress.scanIsRunning = false
        #expect(line(progress) == "12/3,400 files  1.00M/4.00M  25%  256.00K/s  0:00:12 left  0:01:05")
        #expect(line(progress, columns: 40) == "12/3,400 files  1.00M/4.00M  25%")
    }

    @Test(arguments: [1, 20, 40, 80])
    func neverWiderThanTheTerminal(_ columns: Int) {
        #expect(line(progress, columns: columns).count < columns)
    }

    @Test func rateOfTheLastSeconds() {
        var window = RateWindow()
        #expect(window.rate == 0)
        for second in 0...20 { window.add(second < 10 ? 0 : Int64(second - 10) * 100, at: Double(second)) }
        #expect(window.rate == 100)
    }

    /// Of two files that are sent side by side the first is shown, once a second.
    @Test func whileALargeFileIsSent() throws {
        var partial: PartialProgress?
        var now = Progress()
        func follow(_ name: String, _ done: Int64, at time: Double) -> PartialItem? {
            let path = RelativePath(unchecked: Array(name.utf8))
            now.current = ItemReport(
                action: .create, entry: Entry(path: path, kind: .file, size: 4096), isNew: true, reason: .missing)
            now.currentDone = done
            return partial.follow(now, at: time, .grouped)
        }
        #expect(follow("a", 0, at: 0) == nil)
        #expect(follow("b", 9, at: 0.4) == nil)
        #expect(follow("a", 512, at: 0.9) == nil)
        let first = try #require(follow("a", 1024, at: 1))
        #expect(first.isFirst && first.item.entry.path.name.elementsEqual("a".utf8))
        #expect(String(decoding: first.text, as: UTF8.self) == "\r          1,024  25%    1.00kB/s    0:00:03")
        #expect(follow("b", 9, at: 1.5) == nil)
        #expect(follow("a", 2048, at: 2)?.isFirst == false)
        let interrupted = [partial.interrupt(), partial.interrupt()]
        #expect(interrupted == [true, false])
        #expect(follow("a", 3072, at: 3)?.isFirst == true)
        let ended = [partial.end(first.item), partial.end(first.item)]
        #expect(ended == [true, false])
    }

    /// A file that failed is not waited for.
    @Test func afterAFileThatFailed() {
        var partial: PartialProgress?
        var now = Progress()
        for (name, time) in [("a", 0.0), ("b", 1.0), ("b", 2.0), ("b", 3.0)] {
            let path = RelativePath(unchecked: Array(name.utf8))
            now.current = ItemReport(
                action: .create, entry: Entry(path: path, kind: .file, size: 9), isNew: true, reason: .missing)
            let shown = partial.follow(now, at: time, .grouped)
            #expect((shown != nil) == (time == 3))
        }
    }

    @Test func rsyncLine() {
        #expect(
            RsyncProgressText.amounts(done: 3005, of: 3005, rate: 2.87 * 1024 * 1024, seconds: 0, .grouped)
                == "          3,005 100%    2.87MB/s    0:00:00")
        #expect(
            RsyncProgressText.amounts(done: 0, of: 10, rate: 0, seconds: nil, .grouped)
                == "              0   0%    0.00kB/s   ??:??:??")
        #expect(
            RsyncProgressText.counts(transferred: 6, remaining: 1, total: 11, scanIsRunning: false)
                == " (xfr#6, to-chk=1/11)")
    }
}
