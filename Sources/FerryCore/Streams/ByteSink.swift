/// Takes bytes in order: a file that is being written, a pipe.
public protocol ByteSink: AnyObject {
    /// Takes all of the bytes. Its errors reach the caller of a codec as the cause of an error of that codec.
    func write(_ bytes: UnsafeRawBufferPointer) throws

    /// Takes so many zeros without being given them, and returns true; false where they have to be written.
    func skipZeros(_ count: Int64) throws -> Bool

    /// Told beforehand how long the whole is to be; throws where that cannot be.
    func expect(_ length: Int64) throws
}

extension ByteSink {
    public func skipZeros(_ count: Int64) -> Bool { false }
    public func expect(_ length: Int64) {}
}

/// Keeps bytes in memory.
public final class MemorySink: ByteSink {
    public private(set) var bytes: [UInt8] = []

    public init() {}

    public func write(_ bytes: UnsafeRawBufferPointer) { self.bytes += bytes }
}
