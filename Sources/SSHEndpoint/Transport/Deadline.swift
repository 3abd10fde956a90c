internal import FerryCore
internal import FerryEndpoints
internal import Glibc

/// A moment by which something must have happened, by a clock that nobody sets.
struct Deadline {
    private let end: Int?
    private let peer: WaitingForPeer

    /// - Parameters:
    ///   - seconds: From now; nil is never.
    ///   - cancellation: Ends all waiting.
    init(seconds: Int?, _ cancellation: Cancellation) {
        end = seconds.map { Self.now + $0 * 1000 }
        peer = WaitingForPeer(cancellation)
    }

    /// Waits until a socket is ready for `events`.
    func wait(for socket: CInt, _ events: CInt) throws(ConnectionFailure) {
        let left = end.map { Int32(clamping: max(0, $0 - Self.now)) } ?? -1
        if try !peer.wait(for: socket, events, within: left) {
            throw ConnectionFailure(.timedOut, "connection timed out", whileConnecting: true)
        }
    }

    /// In milliseconds.
    static var now: Int {
        var time = timespec()
        clock_gettime(CLOCK_MONOTONIC, &time)
        return time.tv_sec * 1000 + time.tv_nsec / 1_000_000
    }
}
