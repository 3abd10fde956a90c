/// Bytes of our own that do not move. Used by one thread at a time, which may hand it on to another.
final class ByteBuffer: @unchecked Sendable {
    let bytes: UnsafeMutableRawBufferPointer

    init(capacity: Int) {
        bytes = .allocate(byteCount: max(capacity, 1), alignment: 64)
    }

    deinit {
        bytes.deallocate()
    }

    var base: UnsafeMutableRawPointer { bytes.baseAddress! }
}
