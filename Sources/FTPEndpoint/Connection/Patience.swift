internal import FerryCore
internal import FerryEndpoints
internal import Glibc

/// How long a connection is waited for, and what ends the waiting early.
struct Patience: Sendable {
    /// In seconds.
    var connecting: Int
    /// Seconds without a byte.
    var stalling: Int
    let cancellation: Cancellation

    /// A cancellation wakes nobody: it is noticed after that time, in milliseconds.
    private static let interval = 100

    /// For what is left to do when the run was cancelled: whoever interrupted it does not wait long.
    static let afterTheEnd = Patience(connecting: 3, stalling: 5, cancellation: Cancellation())

    /// Waits until a socket is ready for `events`.
    func wait(for descriptor: Int32, _ events: Int32, seconds: Int? = nil) throws(FTPFailure) {
        var request = pollfd(fd: descriptor, events: Int16(events), revents: 0)
        var left = (seconds ?? stalling) * 1000
        while true {
            if cancellation.isCancelled { throw FTPFailure(.cancelled) }
            let count = poll(&request, 1, Int32(min(left, Self.interval)))
            if count > 0 { return }
            if count < 0 && errno != EINTR { throw FTPFailure.lost(errno) }
            if count == 0 { left -= Self.interval }
            if left <= 0 { throw FTPFailure(.timedOut) }
        }
    }
}

extension FTPFailure {
    /// A connection that a system call found broken.
    static func lost(_ error: Int32) -> FTPFailure {
        FTPFailure(.unreachable, "the connection was lost: \(String(cString: strerror(error)))")
    }
}
