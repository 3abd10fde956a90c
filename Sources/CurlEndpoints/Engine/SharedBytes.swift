/// Bytes that several threads may read and nobody changes any more.
public final class SharedBytes: @unchecked Sendable {
    private let buffer: UnsafeMutableRawBufferPointer
    public let count: Int

    /// Takes the first `count` bytes of a buffer that was allocated for this, and gives it to the pool in the end.
    public init(owning buffer: UnsafeMutableRawBufferPointer, count: Int) {
        self.buffer = buffer
        self.count = count
    }

    public convenience init(_ bytes: some Collection<UInt8>) {
        let buffer = UnsafeMutableRawBufferPointer.allocate(byteCount: max(1, bytes.count), alignment: 16)
        buffer.copyBytes(from: bytes)
        self.init(owning: buffer, count: bytes.count)
    }

    deinit {
        BufferPool.parts.give(buffer)
    }

    /// Valid as long as this object is.
    public var bytes: UnsafeRawBufferPointer { UnsafeRawBufferPointer(rebasing: buffer[..<count]) }
}
