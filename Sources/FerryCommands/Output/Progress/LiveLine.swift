internal import FerrySync
internal import Synchronization

/// One line at the bottom of the terminal that says how the run gets on, from the first moment of the scan.
final class LiveLine: ProgressDisplay {
    private struct State {
        var progress = Progress()
        var window = RateWindow()
        var ticker: Ticker?
    }

    /// Ten times a second looks alive and costs nothing.
    private static let interval: Int32 = 100

    private let console: Console
    private let numbers: BigNumber.Style
    private let clock = Stopwatch()
    private let state = Mutex(State())

    init(console: Console, numbers: BigNumber.Style) {
        self.console = console
        self.numbers = numbers == .grouped ? .binary : numbers
    }

    func begin() {
        let ticker = Ticker(every: Self.interval) { [self] in draw() }
        state.withLock { $0.ticker = ticker }
    }

    @discardableResult func update(_ progress: Progress) -> PartialItem? {
        state.withLock { $0.progress = progress }
        return nil
    }

    func trailer(for item: ItemReport) -> ItemTrailer? { nil }
    func interruption() -> [UInt8] { [] }

    func end() {
        let ticker = state.withLock { state in
            defer { state.ticker = nil }
            return state.ticker
        }
        ticker?.stop()
        console.showLive(nil)
    }

    private func draw() {
        let elapsed = clock.elapsed
        let text = state.withLock { state in
            state.window.add(state.progress.bytesDone, at: elapsed)
            return LiveText(progress: state.progress, elapsed: elapsed, rate: state.window.rate, numbers: numbers)
        }
        console.showLive(text.line(columns: console.columns))
    }
}
