public import FerryCore
internal import Glibc

/// Time as decorators need it: to be read, and to be waited for. Tests bring their own.
public protocol WaitingClock: Sendable {
    /// Seconds since some moment, never going back.
    var now: Double { get }

    /// Returns false, early, when the run was cancelled.
    func wait(_ seconds: Double, unless cancellation: Cancellation) -> Bool
}

/// The machine's time.
public struct SystemClock: WaitingClock {
    /// How soon a wait notices that the run was cancelled, in seconds.
    private static let longestNap = 0.05

    public init() {}

    public var now: Double {
        var time = timespec()
        clock_gettime(CLOCK_MONOTONIC, &time)
        return Double(time.tv_sec) + Double(time.tv_nsec) * 1e-9
    }

    public func wait(_ seconds: Double, unless cancellation: Cancellation) -> Bool {
        let end = now + seconds
        while !cancellation.isCancelled {
            let rest = end - now
            if rest <= 0 { return true }
            var nap = timespec(tv_sec: 0, tv_nsec: Int(min(rest, Self.longestNap) * 1e9))
            nanosleep(&nap, nil)
        }
        return false
    }
}
