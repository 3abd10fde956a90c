internal import FerryCore
internal import FerrySync
internal import Synchronization

/// rsync's `--progress`: a line behind the name of each file that is sent, which is written over once a second until the
/// file is done. With `--info=progress2`, one line about the whole run that is written over again and again.
final class RsyncProgress: ProgressDisplay {
    private struct State {
        var progress = Progress()
        var transferred = 0
        /// When the last file was done.
        var lastFile = 0.0
        var partial: PartialProgress?
        /// The line about the whole run stands there.
        var isShown = false
    }

    private let console: Console
    private let numbers: BigNumber.Style
    private let showsWhole: Bool
    private let clock = Stopwatch()
    private let state = Mutex(State())

    init(console: Console, numbers: BigNumber.Style, showsWhole: Bool) {
        self.console = console
        self.numbers = numbers
        self.showsWhole = showsWhole
    }

    func begin() {}

    func update(_ progress: Progress) -> PartialItem? {
        let elapsed = clock.elapsed
        let partial = state.withLock { state in
            state.progress = progress
            return showsWhole ? nil : state.partial.follow(progress, at: elapsed, numbers)
        }
        if showsWhole { console.write(whole()) }
        return partial
    }

    func trailer(for item: ItemReport) -> ItemTrailer? {
        guard item.action == .create || item.action == .update else { return nil }
        let elapsed = clock.elapsed
        let (seconds, progress, transferred, wasNamed) = state.withLock { state in
            defer { state.lastFile = elapsed }
            state.transferred += 1
            return (elapsed - state.lastFile, state.progress, state.transferred, state.partial.end(item))
        }
        if showsWhole { return nil }
        let size = item.entry.size
        let amounts = RsyncProgressText.amounts(
            done: size, of: size, rate: Double(size) / max(seconds, 0.001), seconds: seconds, numbers)
        let text = Array(("\r" + amounts + counts(progress, transferred) + "\n").utf8)
        return ItemTrailer(text: text, wasNamed: wasNamed)
    }

    func interruption() -> [UInt8] {
        state.withLock { state in
            defer { state.isShown = false }
            return state.partial.interrupt() || state.isShown
        } ? [UInt8(ascii: "\n")] : []
    }

    func end() {
        if showsWhole { console.write(whole() + [UInt8(ascii: "\n")]) }
    }

    private func whole() -> [UInt8] {
        let (progress, transferred) = state.withLock { state in
            state.isShown = true
            return (state.progress, state.transferred)
        }
        let elapsed = clock.elapsed
        let rate = Double(progress.bytesDone) / max(elapsed, 0.001)
        let left = rate > 0 ? Double(progress.bytesPlanned - progress.bytesDone) / rate : 0
        let amounts = RsyncProgressText.amounts(
            done: progress.bytesDone, of: progress.bytesPlanned, rate: rate, seconds: left, numbers)
        return Array(("\r" + amounts + counts(progress, transferred)).utf8)
    }

    private func counts(_ progress: Progress, _ transferred: Int) -> String {
        RsyncProgressText.counts(
            transferred: transferred, remaining: max(0, progress.filesPlanned - max(progress.filesDone, transferred)),
            total: progress.scanned, scanIsRunning: progress.scanIsRunning)
    }
}
