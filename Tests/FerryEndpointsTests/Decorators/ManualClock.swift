import FerryCore
import FerryEndpoints
import Synchronization

/// Time that passes only by waiting, at once.
final class ManualClock: WaitingClock {
    private let state = Mutex(State())

    private struct State {
        var now = 0.0
        var waits: [Double] = []
    }

    var now: Double { state.withLock { $0.now } }

    /// What was waited for, in seconds.
    var waits: [Double] { state.withLock { $0.waits } }

    func wait(_ seconds: Double, unless cancellation: Cancellation) -> Bool {
        if cancellation.isCancelled { return false }
        state.withLock { state in
            state.now += seconds
            state.waits.append(seconds)
        }
        return true
    }
}

extension RetryPolicy {
    /// Repeats without delay.
    static func immediate(attempts: Int = 30) -> RetryPolicy {
        RetryPolicy(attempts: attempts, totalTime: .infinity, clock: ManualClock())
    }
}

func path(_ text: String) -> RelativePath { RelativePath(unchecked: Array(text.utf8)) }
