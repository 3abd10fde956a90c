internal import FerryCore

/// Large buffers that are used again. Fresh memory comes page by page from the kernel, which empties each: a fifth of the time
/// that a large upload to a store on this machine took.
final class BufferPool: @unchecked Sendable {
    static let shared = BufferPool()

    /// Of parts of uploads, as most of them are.
    private static let length = 8 << 20
    private static let mostFree = 8
    private let free = Monitor<[UnsafeMutableRawBufferPointer]>([])

    /// A buffer of at least so many bytes, whatever they are.
    func take(_ length: Int) -> UnsafeMutableRawBufferPointer {
        if length == Self.length, let buffer = free.withLock({ $0.popLast() }) { return buffer }
        return .allocate(byteCount: length, alignment: length < 1 << 16 ? 16 : 4096)
    }

    func give(_ buffer: UnsafeMutableRawBufferPointer) {
        let isKept = free.withLock { free in
            guard buffer.count == Self.length, free.count < Self.mostFree else { return false }
            free.append(buffer)
            return true
        }
        if !isKept { buffer.deallocate() }
    }
}
