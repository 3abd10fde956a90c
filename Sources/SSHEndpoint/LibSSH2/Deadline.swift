internal import Glibc

/// A moment by which something must have happened, by a clock that nobody sets.
struct Deadline {
    private let end: Int?

    /// - Parameter seconds: From now; nil is never.
    init(seconds: Int?) {
        end = seconds.map { Self.now + $0 * 1000 }
    }

    /// Milliseconds that are left, as poll(2) takes them: -1 without end.
    var remaining: Int32 {
        guard let end else { return -1 }
        return Int32(clamping: max(0, end - Self.now))
    }

    /// In milliseconds.
    static var now: Int {
        var time = timespec()
        clock_gettime(CLOCK_MONOTONIC, &time)
        return time.tv_sec * 1000 + time.tv_nsec / 1_000_000
    }
}
