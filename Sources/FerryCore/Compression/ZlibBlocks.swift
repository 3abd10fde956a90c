internal import CZlib

/// The zlib format (RFC 1950): one stream that never ends, flushed after each block.
final class ZlibCompressor: BlockCompressor {
    private let stream: UnsafeMutablePointer<z_stream>
    private let room = UnsafeMutableRawBufferPointer.allocate(byteCount: 64 << 10, alignment: 64)

    init(level: Int32) {
        stream = .allocate(capacity: 1)
        stream.initialize(to: z_stream())
        let status = ferry_deflate_init(stream, level, Int32(FERRY_ZLIB_WINDOW))
        precondition(status == Z_OK, "zlib cannot be set up")
    }

    deinit {
        deflateEnd(stream)
        stream.deallocate()
        room.deallocate()
    }

    func append(_ bytes: UnsafeRawBufferPointer, to output: inout [UInt8]) {
        stream.pointee.next_in = UnsafeMutablePointer(mutating: bytes.baseAddress?.assumingMemoryBound(to: UInt8.self))
        stream.pointee.avail_in = UInt32(bytes.count)
        repeat {
            stream.pointee.next_out = room.baseAddress?.assumingMemoryBound(to: UInt8.self)
            stream.pointee.avail_out = UInt32(room.count)
            deflate(stream, Z_SYNC_FLUSH)
            let made = room.count - Int(stream.pointee.avail_out)
            output.append(contentsOf: UnsafeRawBufferPointer(rebasing: room[..<made]))
            // Room that was left over means that all is flushed.
        } while stream.pointee.avail_out == 0
    }
}

final class ZlibDecompressor: BlockDecompressor {
    private let stream: UnsafeMutablePointer<z_stream>

    init() {
        stream = .allocate(capacity: 1)
        stream.initialize(to: z_stream())
        let status = ferry_inflate_init(stream, Int32(FERRY_ZLIB_WINDOW))
        precondition(status == Z_OK, "zlib cannot be set up")
    }

    deinit {
        inflateEnd(stream)
        stream.deallocate()
    }

    func bytes(of block: ArraySlice<UInt8>, count: Int) throws(DamagedBlock) -> [UInt8] {
        try Array(count: count) { buffer in block.withUnsafeBytes { decompress($0, into: buffer) } }
    }

    /// How many bytes the block stands for; nil where it is damaged or stands for more than there is room.
    private func decompress(_ block: UnsafeRawBufferPointer, into buffer: UnsafeMutableRawBufferPointer) -> Int? {
        stream.pointee.next_in = UnsafeMutablePointer(mutating: block.baseAddress?.assumingMemoryBound(to: UInt8.self))
        stream.pointee.avail_in = UInt32(block.count)
        stream.pointee.next_out = buffer.baseAddress?.assumingMemoryBound(to: UInt8.self)
        stream.pointee.avail_out = UInt32(buffer.count)
        while stream.pointee.avail_in > 0 {
            guard inflate(stream, Z_SYNC_FLUSH) == Z_OK else { return nil }
        }
        return buffer.count - Int(stream.pointee.avail_out)
    }
}
