internal import FerryCore
internal import FerryEndpoints
internal import Glibc
internal import Synchronization

/// How long the other side of a stream is waited for once the run is to end: not at all before its first word, then as long as
/// what is under way may take, and no longer when it is silent.
final class WaitingForPeer: Sendable {
    private let cancellation: Cancellation
    /// In milliseconds of `Deadline.now`; 0 before its first byte.
    private let lastHeard = Atomic<Int>(0)
    /// When something was last sent to it.
    private let lastAsked = Atomic<Int>(0)
    private let cancelledAt = Atomic<Int>(0)

    /// A cancellation wakes nobody: it is noticed after that time, in milliseconds.
    static let interval: Int32 = 100
    /// Milliseconds of silence in which a server that works answers, so that staged files can be removed there.
    private static let lastSilence = 3000
    /// The same while nothing is asked of it: what is under way elsewhere may need it still.
    private static let lastRest = 30_000

    init(_ cancellation: Cancellation) {
        self.cancellation = cancellation
    }

    func heard() { lastHeard.store(Deadline.now, ordering: .relaxed) }

    func asked() { lastAsked.store(Deadline.now, ordering: .relaxed) }

    /// Waits until a socket is ready for `events`, for at most so many milliseconds (-1: however long). Returns whether it is.
    /// Throws `cancelled` where waiting has no point any more.
    func wait(for socket: CInt, _ events: CInt, within milliseconds: Int32) throws(ConnectionFailure) -> Bool {
        var request = pollfd(fd: socket, events: Int16(events), revents: 0)
        let end = milliseconds < 0 ? Int.max : Deadline.now + Int(milliseconds)
        while true {
            let left = milliseconds < 0 ? Self.interval : Int32(clamping: max(0, end - Deadline.now))
            let count = poll(&request, 1, min(left, Self.interval))
            if count > 0 { return true }
            if count < 0 && errno != EINTR { throw .lost(errno) }
            try requirePoint()
            if left <= Self.interval, milliseconds >= 0, Deadline.now >= end { return false }
        }
    }

    private func requirePoint() throws(ConnectionFailure) {
        guard cancellation.isCancelled else { return }
        let heard = lastHeard.load(ordering: .relaxed)
        var since = cancelledAt.load(ordering: .relaxed)
        if since == 0 {
            since = Deadline.now
            cancelledAt.store(since, ordering: .relaxed)
        }
        let asked = lastAsked.load(ordering: .relaxed)
        let limit = asked > heard ? Self.lastSilence : Self.lastRest
        if heard == 0 || Deadline.now - max(heard, asked, since) > limit {
            throw ConnectionFailure(.cancelled, EndpointError.Code.cancelled.reason, whileConnecting: heard == 0)
        }
    }
}
