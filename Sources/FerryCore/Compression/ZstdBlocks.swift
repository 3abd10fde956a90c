internal import CZstd

/// Zstandard (RFC 8878): one frame that never ends, flushed after each block.
final class ZstdCompressor: BlockCompressor {
    private let context: OpaquePointer
    private let room = UnsafeMutableRawBufferPointer.allocate(byteCount: ZSTD_CStreamOutSize(), alignment: 64)

    /// Levels above have larger windows, which whoever reads would have to hold.
    private static let lastWithSmallWindow: Int32 = 19

    init(level: Int32) {
        guard let context = ZSTD_createCCtx() else { preconditionFailure("zstd cannot be set up") }
        self.context = context
        ZSTD_CCtx_setParameter(context, ZSTD_c_compressionLevel, level)
        if level > Self.lastWithSmallWindow {
            ZSTD_CCtx_setParameter(context, ZSTD_c_windowLog, ZstdDecompressor.windowLog)
        }
    }

    deinit {
        ZSTD_freeCCtx(context)
        room.deallocate()
    }

    func append(_ bytes: UnsafeRawBufferPointer, to output: inout [UInt8]) {
        var input = ZSTD_inBuffer(src: bytes.baseAddress, size: bytes.count, pos: 0)
        var rest = 1
        while rest > 0 {
            var made = ZSTD_outBuffer(dst: room.baseAddress, size: room.count, pos: 0)
            rest = ZSTD_compressStream2(context, &made, &input, ZSTD_e_flush)
            precondition(ZSTD_isError(rest) == 0, "zstd cannot compress")
            output.append(contentsOf: UnsafeRawBufferPointer(rebasing: room[..<made.pos]))
        }
    }
}

final class ZstdDecompressor: BlockDecompressor {
    private let context: OpaquePointer

    /// Windows of up to 8 MiB: what a peer may make this side hold.
    static let windowLog: Int32 = 23

    init() {
        guard let context = ZSTD_createDCtx() else { preconditionFailure("zstd cannot be set up") }
        self.context = context
        ZSTD_DCtx_setParameter(context, ZSTD_d_windowLogMax, Self.windowLog)
    }

    deinit {
        ZSTD_freeDCtx(context)
    }

    func bytes(of block: ArraySlice<UInt8>, count: Int) throws(DamagedBlock) -> [UInt8] {
        try Array(count: count) { buffer in block.withUnsafeBytes { decompress($0, into: buffer) } }
    }

    /// How many bytes the block stands for; nil where it is damaged or stands for more than there is room.
    private func decompress(_ block: UnsafeRawBufferPointer, into buffer: UnsafeMutableRawBufferPointer) -> Int? {
        var input = ZSTD_inBuffer(src: block.baseAddress, size: block.count, pos: 0)
        var output = ZSTD_outBuffer(dst: buffer.baseAddress, size: buffer.count, pos: 0)
        while input.pos < input.size {
            let before = (input.pos, output.pos)
            if ZSTD_isError(ZSTD_decompressStream(context, &output, &input)) != 0 { return nil }
            if before == (input.pos, output.pos) { return nil }
        }
        return output.pos
    }
}
