internal import CZlib

/// Compresses what is written to it into one gzip member (RFC 1952).
public final class GzipWriter: ByteSink {
    private let sink: any ByteSink
    private let stream: UnsafeMutablePointer<z_stream>
    private let output: UnsafeMutableRawBufferPointer

    public init(_ sink: any ByteSink) {
        self.sink = sink
        stream = .allocate(capacity: 1)
        stream.initialize(to: z_stream())
        output = .allocate(byteCount: 64 << 10, alignment: 64)
        let status = ferry_deflate_init(stream, Z_DEFAULT_COMPRESSION, Int32(FERRY_GZIP_WINDOW))
        precondition(status == Z_OK, "zlib cannot be set up")
    }

    deinit {
        deflateEnd(stream)
        stream.deallocate()
        output.deallocate()
    }

    public func write(_ bytes: UnsafeRawBufferPointer) throws {
        stream.pointee.next_in = UnsafeMutablePointer(mutating: bytes.baseAddress?.assumingMemoryBound(to: UInt8.self))
        stream.pointee.avail_in = UInt32(bytes.count)
        while stream.pointee.avail_in > 0 { try compress(Z_NO_FLUSH) }
    }

    /// Ends the member. The sink stays open.
    public func finish() throws {
        while try !compress(Z_FINISH) {}
    }

    /// Whether the member has ended.
    @discardableResult
    private func compress(_ flush: Int32) throws -> Bool {
        stream.pointee.next_out = output.baseAddress?.assumingMemoryBound(to: UInt8.self)
        stream.pointee.avail_out = UInt32(output.count)
        let status = deflate(stream, flush)
        let count = output.count - Int(stream.pointee.avail_out)
        if count > 0 { try sink.write(UnsafeRawBufferPointer(rebasing: output[..<count])) }
        return status == Z_STREAM_END
    }
}
