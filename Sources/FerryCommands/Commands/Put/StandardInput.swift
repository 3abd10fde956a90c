internal import FerryCore
internal import Glibc

/// Standard input as a stream of bytes.
struct StandardInput {
    let cancellation: Cancellation

    /// How long, in milliseconds, a signal may wait to be noticed while nothing comes in.
    private static let patience: Int32 = 100

    /// Fills as much of the buffer as is there; 0 means the end, nil that the run is cancelled.
    func read(into buffer: UnsafeMutableRawBufferPointer) throws(CommandError) -> Int? {
        while !cancellation.isCancelled {
            var poller = pollfd(fd: STDIN_FILENO, events: Int16(POLLIN), revents: 0)
            // Neither input nor its end, or a signal.
            if poll(&poller, 1, Self.patience) <= 0 { continue }
            let count = Glibc.read(STDIN_FILENO, buffer.baseAddress, buffer.count)
            if count >= 0 { return count }
            if errno != EINTR && errno != EAGAIN {
                throw CommandError("cannot read standard input: \(String(cString: strerror(errno)))")
            }
        }
        return nil
    }
}
