internal import FerryCore
internal import FerrySync
internal import Synchronization

/// Ends a run that takes too long: at a point in time (`--stop-at`, `--stop-after`), or when nothing has moved for a
/// while (`--timeout`). Stands between the run and its observer to see what moves.
final class RunLimits: SyncObserver {
    private struct State {
        var lastMove: Double
        var lastProgress = Progress()
        var verdict: Verdict?
    }

    enum Verdict: String, Sendable {
        case stopTime = "stopping at the requested time"
        case idle = "nothing moved for as long as --timeout says"
    }

    private let stopTime: Int64?
    private let idleTime: Double?
    private let cancellation: Cancellation
    private let next: any SyncObserver
    private let clock = Stopwatch()
    private let state: Mutex<State>

    /// - Parameters:
    ///   - stopTime: Seconds since 1970.
    ///   - idleTime: Seconds.
    init(stopTime: Int64?, idleTime: Int?, cancelling cancellation: Cancellation, before next: any SyncObserver) {
        self.stopTime = stopTime
        self.idleTime = idleTime.map { Double($0) }
        self.cancellation = cancellation
        self.next = next
        state = Mutex(State(lastMove: clock.elapsed))
    }

    /// Runs `body` under the limits; the verdict says which of them ended it.
    func enforce(_ body: () -> SyncResult) -> (result: SyncResult, verdict: Verdict?) {
        if stopTime == nil, idleTime == nil { return (body(), nil) }
        let ticker = Ticker(every: 200) { [self] in check(at: ClockFormat.now()) }
        var result = body()
        ticker?.stop()
        let verdict = state.withLock { $0.verdict }
        if verdict != nil { result.status = .timeout }
        return (result, verdict)
    }

    func observe(_ event: SyncEvent) {
        let now = clock.elapsed
        state.withLock { state in
            // Progress is told also when there is none.
            if case .progress(let progress) = event {
                if progress == state.lastProgress { return }
                state.lastProgress = progress
            }
            state.lastMove = now
        }
        next.observe(event)
    }

    /// - Parameter now: Seconds since 1970.
    private func check(at now: Int64) {
        // A run that ends for another reason is not blamed for standing still.
        if cancellation.isCancelled { return }
        let elapsed = clock.elapsed
        let verdict: Verdict? = state.withLock { state in
            if let stopTime, now >= stopTime {
                state.verdict = .stopTime
            } else if let idleTime, elapsed - state.lastMove > idleTime {
                state.verdict = .idle
            }
            return state.verdict
        }
        if verdict != nil { cancellation.cancel() }
    }
}
