internal import FerryCore
package import FerryEndpoints

/// Compares two streams byte by byte, and stops at the first difference.
///
/// Where both sides can be read at the cost of a local read this beats any digest: memcmp runs at memory speed, and
/// different files differ early.
package final class ContentComparison {
    private let chunk: Int
    private let left: UnsafeMutableRawBufferPointer
    private let right: UnsafeMutableRawBufferPointer

    /// 256 KiB a side stay in the second-level cache.
    package init(chunk: Int = 256 * 1024) {
        self.chunk = chunk
        left = .allocate(byteCount: chunk, alignment: 64)
        right = .allocate(byteCount: chunk, alignment: 64)
    }

    deinit {
        left.deallocate()
        right.deallocate()
    }

    package func areEqual(_ first: any ByteReader, _ second: any ByteReader) throws(EndpointError) -> Bool {
        while true {
            let count = try fill(left, from: first)
            guard try fill(right, from: second) == count else { return false }
            guard left[..<count].elementsEqualBytes(right[..<count]) else { return false }
            if count < chunk { return true }
        }
    }

    private func fill(_ buffer: UnsafeMutableRawBufferPointer, from reader: any ByteReader) throws(EndpointError) -> Int
    {
        var filled = 0
        while filled < buffer.count {
            let count = try reader.read(into: UnsafeMutableRawBufferPointer(rebasing: buffer[filled...]))
            if count == 0 { break }
            filled += count
        }
        return filled
    }
}
