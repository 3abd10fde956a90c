/// Takes bytes in order: a file that is being written, a pipe.
package protocol ByteSink: AnyObject {
    /// Takes all of the bytes. Its errors reach the caller of a codec as the cause of an error of that codec.
    func write(_ bytes: UnsafeRawBufferPointer) throws

    /// Takes so many zeros without being given them, and returns true; false where they have to be written.
    func skipZeros(_ count: Int64) throws -> Bool

    /// Told beforehand how long the whole is to be; throws where that cannot be.
    func expect(_ length: Int64) throws
}

extension ByteSink {
    package func skipZeros(_ count: Int64) -> Bool { false }
    package func expect(_ length: Int64) {}
}

/// Keeps bytes in memory.
package final class MemorySink: ByteSink {
    package private(set) var bytes: [UInt8] = []

    package init() {}

    package func write(_ bytes: UnsafeRawBufferPointer) { self.bytes += bytes }
}
