internal import FerryCore

/// Large buffers that are used again. Fresh memory comes page by page from the kernel, which empties each: a fifth of the time
/// that a large upload to a store on this machine took.
final class BufferPool: @unchecked Sendable {
    /// For parts of uploads, as most of them are.
    static let parts = BufferPool(length: 8 << 20, mostFree: 8)
    /// For what was received and nobody has read yet.
    static let blocks = BufferPool(length: 64 << 10, mostFree: 512)

    /// Of the buffers that are kept, in bytes.
    let length: Int
    private let mostFree: Int
    private let free = Monitor<[UnsafeMutableRawBufferPointer]>([])

    private init(length: Int, mostFree: Int) {
        (self.length, self.mostFree) = (length, mostFree)
    }

    /// A buffer of at least so many bytes, whatever they are.
    func take(_ length: Int) -> UnsafeMutableRawBufferPointer {
        if length == self.length, let buffer = free.withLock({ $0.popLast() }) { return buffer }
        return .allocate(byteCount: length, alignment: length < 1 << 16 ? 16 : 4096)
    }

    func give(_ buffer: UnsafeMutableRawBufferPointer) {
        let isKept = free.withLock { [length, mostFree] free in
            guard buffer.count == length, free.count < mostFree else { return false }
            free.append(buffer)
            return true
        }
        if !isKept { buffer.deallocate() }
    }
}
