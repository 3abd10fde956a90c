/// Bytes that several threads may read and nobody changes any more.
package final class SharedBytes: @unchecked Sendable {
    private let buffer: UnsafeMutableRawBufferPointer
    package let count: Int

    /// Takes the first `count` bytes of a buffer that was allocated for this, and gives it to the pool in the end.
    package init(owning buffer: UnsafeMutableRawBufferPointer, count: Int) {
        self.buffer = buffer
        self.count = count
    }

    package convenience init(_ bytes: some Collection<UInt8>) {
        let buffer = UnsafeMutableRawBufferPointer.allocate(byteCount: max(1, bytes.count), alignment: 16)
        buffer.copyBytes(from: bytes)
        self.init(owning: buffer, count: bytes.count)
    }

    deinit {
        BufferPool.shared.give(buffer)
    }

    /// Valid as long as this object is.
    package var bytes: UnsafeRawBufferPointer { UnsafeRawBufferPointer(rebasing: buffer[..<count]) }
}
