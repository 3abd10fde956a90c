internal import FerryCore
public import FerryEndpoints

/// Compares two streams byte by byte, and stops at the first difference.
///
/// Where both sides can be read at the cost of a local read this beats any digest: memcmp runs at memory speed, and
/// different files differ early.
public final class ContentComparison {
    private let chunk: Int
    private let left: UnsafeMutableRawBufferPointer
    private let right: UnsafeMutableRawBufferPointer

    /// 256 KiB a side stay in the second-level cache.
    public init(chunk: Int = 256 * 1024) {
        self.chunk = chunk
        left = .allocate(byteCount: chunk, alignment: 64)
        right = .allocate(byteCount: chunk, alignment: 64)
    }

    deinit {
        left.deallocate()
        right.deallocate()
    }

    public func areEqual(_ first: any ByteReader, _ second: any ByteReader) throws(EndpointError) -> Bool {
        while true {
            let count = try first.fill(left)
            guard try second.fill(right) == count else { return false }
            guard left[..<count].elementsEqualBytes(right[..<count]) else { return false }
            if count < chunk { return true }
        }
    }
}
