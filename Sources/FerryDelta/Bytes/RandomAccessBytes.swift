internal import FerryCore
internal import Glibc

/// Content of known length that can be read anywhere, by several threads at once: a file, a remote object.
public protocol RandomAccessBytes: Sendable {
    /// In bytes.
    var size: Int { get }

    /// Fills the buffer with the bytes at `offset`; returns fewer than asked only at the end. Its errors reach the
    /// caller as the cause of `DeltaError.reading`.
    func read(into buffer: UnsafeMutableRawBufferPointer, at offset: Int) throws -> Int
}

extension RandomAccessBytes {
    /// Fills the whole buffer; content that ends early has changed since its size was asked.
    func readFully(into buffer: UnsafeMutableRawBufferPointer, at offset: Int) throws(DeltaError) {
        let count: Int
        do { count = try read(into: buffer, at: offset) } catch { throw .reading(error) }
        if count != buffer.count { throw .truncatedWhileReading(at: offset + count) }
    }
}

extension SequentialBytes {
    /// Fills the buffer as far as the content goes.
    func fill(_ buffer: UnsafeMutableRawBufferPointer) throws(DeltaError) -> Int {
        var filled = 0
        while filled < buffer.count {
            let count: Int
            do { count = try read(into: .init(rebasing: buffer[filled...])) } catch { throw .reading(error) }
            if count == 0 { break }
            filled += count
        }
        return filled
    }
}

/// Content in memory.
public struct MemoryBytes: RandomAccessBytes {
    public let bytes: [UInt8]

    public init(_ bytes: [UInt8]) {
        self.bytes = bytes
    }

    public var size: Int { bytes.count }

    public func read(into buffer: UnsafeMutableRawBufferPointer, at offset: Int) -> Int {
        let count = min(buffer.count, max(bytes.count - offset, 0))
        if count > 0 {
            bytes.withUnsafeBytes { buffer.copyMemory(from: .init(rebasing: $0[offset..<offset + count])) }
        }
        return count
    }
}
