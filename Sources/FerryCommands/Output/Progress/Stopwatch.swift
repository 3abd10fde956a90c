internal import Glibc

/// Time that has gone by, not moved by changes of the clock.
struct Stopwatch: Sendable {
    private let start = Stopwatch.now()

    /// Seconds since the start.
    var elapsed: Double { Self.now() - start }

    private static func now() -> Double {
        var time = timespec()
        clock_gettime(CLOCK_MONOTONIC, &time)
        return Double(time.tv_sec) + Double(time.tv_nsec) / 1e9
    }
}
