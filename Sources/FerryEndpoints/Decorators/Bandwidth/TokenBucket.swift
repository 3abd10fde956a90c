public import FerryCore
internal import Synchronization

/// A token bucket that all transfers of a run share (rsync's `--bwlimit`). It holds a twentieth of a second, so that the
/// rate is kept over any longer time.
public final class TokenBucket: Sendable {
    public let bytesPerSecond: Double
    public let counted: Traffic
    private let cancellation: Cancellation
    private let clock: any WaitingClock
    /// The moment at which the bucket is empty and all that was taken is paid for.
    private let paidUntil: Mutex<Double>

    /// What counts: usually only what one side of a transfer sees, or everything would count twice.
    public struct Traffic: OptionSet, Sendable, Hashable {
        public let rawValue: UInt8

        public init(rawValue: UInt8) {
            self.rawValue = rawValue
        }

        public static let reads = Traffic(rawValue: 1)
        public static let writes = Traffic(rawValue: 2)
    }

    private static let burst = 0.05

    public init(
        bytesPerSecond: Double, counting counted: Traffic = .writes, cancellation: Cancellation = Cancellation(),
        clock: any WaitingClock = SystemClock()
    ) {
        precondition(bytesPerSecond > 0)
        self.bytesPerSecond = bytesPerSecond
        self.counted = counted
        self.cancellation = cancellation
        self.clock = clock
        paidUntil = Mutex(-.infinity)
    }

    /// The most that should be taken at once for an even flow, in bytes.
    var slice: Int { Int(max(1024, min(bytesPerSecond * Self.burst, 256 * 1024))) }

    /// Waits until so many bytes may pass. Returns false when the run was cancelled meanwhile.
    func take(_ bytes: Int64) -> Bool {
        let now = clock.now
        let start = paidUntil.withLock { paid in
            let start = max(paid, now - Self.burst)
            paid = start + Double(bytes) / bytesPerSecond
            return start
        }
        return start > now ? clock.wait(start - now, unless: cancellation) : !cancellation.isCancelled
    }
}
