/// Content that comes once, in order: a pipe. Used by one thread at a time.
public protocol SequentialBytes: AnyObject {
    /// Fills some of the buffer, at least one byte; 0 means the end. Its errors reach the caller of a codec as the cause
    /// of an error of that codec.
    func read(into buffer: UnsafeMutableRawBufferPointer) throws -> Int
}
