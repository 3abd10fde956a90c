internal import FerryCore
internal import Glibc

/// Reads from a pipe or device, which may have nothing for long, until a signal asks for the end.
struct InterruptibleRead {
    let descriptor: Int32
    let cancellation: Cancellation

    /// How long, in milliseconds, a signal may wait to be noticed while nothing comes in.
    private static let patience: Int32 = 100

    /// Fills as much of the buffer as is there. 0 means the end, nil that the run is cancelled, and -1 that the call failed as
    /// `errno` says.
    func read(into buffer: UnsafeMutableRawBufferPointer) -> Int? {
        while !cancellation.isCancelled {
            var request = pollfd(fd: descriptor, events: Int16(POLLIN), revents: 0)
            // Neither input nor its end, or a signal.
            if poll(&request, 1, Self.patience) <= 0 { continue }
            let count = Glibc.read(descriptor, buffer.baseAddress, buffer.count)
            if count >= 0 || errno != EINTR && errno != EAGAIN { return count }
        }
        return nil
    }
}
