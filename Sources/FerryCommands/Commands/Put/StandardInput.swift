internal import FerryCore
internal import Glibc

/// Standard input as a stream of bytes.
struct StandardInput {
    let cancellation: Cancellation

    /// Fills as much of the buffer as is there; 0 means the end, nil that the run is cancelled.
    func read(into buffer: UnsafeMutableRawBufferPointer) throws(CommandError) -> Int? {
        let count = InterruptibleRead(descriptor: STDIN_FILENO, cancellation: cancellation).read(into: buffer)
        if count == -1 { throw CommandError("cannot read standard input: \(String(cString: strerror(errno)))") }
        return count
    }
}
