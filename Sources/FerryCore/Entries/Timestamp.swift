internal import Glibc

/// A point in time: seconds since 1970-01-01 UTC and nanoseconds within the second (0 ..< 1,000,000,000).
public struct Timestamp: Hashable, Sendable {
    public var seconds: Int64
    public var nanoseconds: Int32

    public init(seconds: Int64, nanoseconds: Int32 = 0) {
        self.seconds = seconds
        self.nanoseconds = nanoseconds
    }

    public static var now: Timestamp {
        var time = timespec()
        clock_gettime(CLOCK_REALTIME, &time)
        return Timestamp(seconds: Int64(time.tv_sec), nanoseconds: Int32(time.tv_nsec))
    }

    /// This time as an endpoint of this precision would keep it.
    public func truncated(to precision: TimePrecision) -> Timestamp {
        guard case .tick(let tick) = precision, tick > 1 else { return self }
        let second: Int64 = 1_000_000_000
        if tick >= second {
            let whole = tick / second
            let down = seconds >= 0 ? seconds / whole : (seconds - whole + 1) / whole
            return Timestamp(seconds: down * whole)
        }
        return Timestamp(seconds: seconds, nanoseconds: nanoseconds - nanoseconds % Int32(tick))
    }
}

extension Timestamp: Comparable {
    public static func < (left: Timestamp, right: Timestamp) -> Bool {
        (left.seconds, left.nanoseconds) < (right.seconds, right.nanoseconds)
    }
}

/// How finely an endpoint keeps modification times.
public enum TimePrecision: Hashable, Sendable {
    /// The endpoint keeps no time that a client can set.
    case none
    /// The smallest step, in nanoseconds: 1 for ext4, 1,000,000,000 for SFTP version 3, 2,000,000,000 for FAT.
    case tick(Int64)

    public static let nanosecond = TimePrecision.tick(1)
    public static let second = TimePrecision.tick(1_000_000_000)

    /// The precision at which times of two sides can be compared; `.none` when either keeps none.
    public func coarser(_ other: TimePrecision) -> TimePrecision {
        guard case .tick(let left) = self, case .tick(let right) = other else { return .none }
        return .tick(max(left, right))
    }
}
