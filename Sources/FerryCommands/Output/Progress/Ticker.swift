internal import FerryCore
internal import Glibc

/// Calls something at a steady pace on a thread of its own, until it is stopped.
final class Ticker: Sendable {
    private let thread: WorkerThread
    private let stopper: Int32

    /// - Parameter interval: Milliseconds between two calls, and before the first.
    init?(every interval: Int32, _ body: @escaping @Sendable () -> Void) {
        var ends: [Int32] = [0, 0]
        let type = Int32(SOCK_STREAM.rawValue | SOCK_CLOEXEC.rawValue)
        guard socketpair(AF_UNIX, type, 0, &ends) == 0 else { return nil }
        let waiting = ends[0]
        stopper = ends[1]
        thread = WorkerThread {
            var poller = pollfd(fd: waiting, events: Int16(POLLIN), revents: 0)
            while poll(&poller, 1, interval) == 0 { body() }
            close(waiting)
        }
    }

    /// Returns when the last call is over; to be called exactly once.
    func stop() {
        close(stopper)
        thread.join()
    }
}
