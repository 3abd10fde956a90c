/// A stretch of the new file that one thread searches, with the bytes around it.
///
/// Segments have a fixed length, never derived from the number of threads or a buffer's size: these must not have any
/// influence on the result.
struct Segment: Sendable {
    let number: Int
    /// The starts that belong to it, as offsets in the file.
    let starts: Range<Int>
    /// Whether the file ends here.
    let isLast: Bool
    /// The offset in the file of the window's first byte.
    let windowStart: Int
    let windowLength: Int
    let buffer: ByteBuffer

    /// The segment's own bytes, with up to a block before and after them.
    var window: UnsafeRawBufferPointer {
        UnsafeRawBufferPointer(rebasing: buffer.bytes[..<windowLength])
    }

    /// Bytes by their offsets in the file.
    func bytes(_ range: Range<Int>) -> UnsafeRawBufferPointer {
        UnsafeRawBufferPointer(rebasing: window[(range.lowerBound - windowStart)..<(range.upperBound - windowStart)])
    }

    /// 64 blocks, at least 2 MiB, and not much beyond 64 MiB unless the blocks are that large.
    static func length(blockSize: Int) -> Int {
        max(2 << 20, min(64 * blockSize, 64 << 20), blockSize)
    }
}
