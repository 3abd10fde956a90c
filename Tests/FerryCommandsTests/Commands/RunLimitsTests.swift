import FerryCore
import FerrySync
import Synchronization
import Testing

@testable import FerryCommands

/// Counts what reaches it.
private final class Counter: SyncObserver {
    private let state = Mutex(0)

    func observe(_ event: SyncEvent) { state.withLock { $0 += 1 } }

    var count: Int { state.withLock { $0 } }
}

@Suite struct RunLimitsTests {
    /// A run that ends when it is cancelled.
    private func waiting(_ cancellation: Cancellation, telling limits: RunLimits? = nil) -> SyncResult {
        let clock = Stopwatch()
        while !cancellation.isCancelled, clock.elapsed < 20 { limits?.observe(.progress(Progress())) }
        return SyncResult(statistics: Statistics(), status: .signal)
    }

    @Test func stopsAtTheTime() {
        let cancellation = Cancellation()
        let limits = RunLimits(stopTime: 1, idleTime: nil, cancelling: cancellation, before: Counter())
        let (result, verdict) = limits.enforce { waiting(cancellation) }
        #expect(verdict == .stopTime)
        #expect(result.status == .timeout)
    }

    /// Being told the same progress again is no progress.
    @Test func stopsWhenNothingMoves() {
        let cancellation = Cancellation()
        let limits = RunLimits(stopTime: nil, idleTime: 1, cancelling: cancellation, before: Counter())
        let (result, verdict) = limits.enforce { waiting(cancellation, telling: limits) }
        #expect(verdict == .idle)
        #expect(result.status == .timeout)
    }

    @Test func leavesOtherRunsAlone() {
        let cancellation = Cancellation()
        let counter = Counter()
        let limits = RunLimits(stopTime: .max, idleTime: 1000, cancelling: cancellation, before: counter)
        let (result, verdict) = limits.enforce {
            limits.observe(.problem(Problem(.note, .message("x"))))
            return SyncResult(statistics: Statistics(), status: .success)
        }
        #expect(verdict == nil)
        #expect(result.status == .success)
        #expect(!cancellation.isCancelled)
        #expect(counter.count == 1)
    }
}
