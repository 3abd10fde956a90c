/// A two-way stream of bytes to another program, here or on another machine. One thread reads while another one
/// writes; anybody may close it.
public protocol ByteStream: AnyObject, Sendable {
    /// Waits for bytes, for at most so many milliseconds (-1: however long). Returns how many came, 0 at the end, nil when
    /// none came in time.
    func read(into buffer: UnsafeMutableRawBufferPointer, waiting milliseconds: Int32) throws(ConnectionFailure) -> Int?

    /// Writes all bytes. Where the other side takes none for `patience` seconds (nil: however long), `timedOut`.
    func write(_ bytes: UnsafeRawBufferPointer, patience: Int?) throws(ConnectionFailure)

    /// Ends both directions, and wakes up whoever waits in one.
    func close()

    /// Why it ended, as far as the other side said. To be asked once it has.
    func diagnosis() -> ConnectionFailure
}
