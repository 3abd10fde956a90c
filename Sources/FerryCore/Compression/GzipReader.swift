internal import CZlib

/// What a gzip file (RFC 1952) holds, of one member or several after one another, as `cat a.gz b.gz` makes them.
public final class GzipReader: SequentialBytes {
    private let source: any SequentialBytes
    private let stream: UnsafeMutablePointer<z_stream>
    private let input: UnsafeMutableRawBufferPointer
    /// Whether a member has begun and not ended.
    private var isInside = false
    private var hasMembers = false

    /// The magic number that every member begins with.
    public static let magic: [UInt8] = [0x1F, 0x8B]

    public init(_ source: any SequentialBytes) {
        self.source = source
        stream = .allocate(capacity: 1)
        stream.initialize(to: z_stream())
        input = .allocate(byteCount: 64 << 10, alignment: 64)
        let status = ferry_inflate_init(stream, Int32(FERRY_GZIP_WINDOW))
        precondition(status == Z_OK, "zlib cannot be set up")
    }

    deinit {
        inflateEnd(stream)
        stream.deallocate()
        input.deallocate()
    }

    /// Throws `GzipError` where the file is not what it should be, beside the errors of the source.
    public func read(into buffer: UnsafeMutableRawBufferPointer) throws -> Int {
        stream.pointee.next_out = buffer.baseAddress?.assumingMemoryBound(to: UInt8.self)
        stream.pointee.avail_out = UInt32(buffer.count)
        while true {
            if stream.pointee.avail_in == 0, try refill() == 0 {
                if isInside || !hasMembers { throw GzipError.truncated }
                return 0
            }
            if !isInside {
                inflateReset(stream)
                (isInside, hasMembers) = (true, true)
            }
            let status = inflate(stream, Z_NO_FLUSH)
            if status == Z_STREAM_END { isInside = false }
            let count = buffer.count - Int(stream.pointee.avail_out)
            // What came before damage is given out; the next call meets it again.
            if count > 0 { return count }
            if ![Z_STREAM_END, Z_OK, Z_BUF_ERROR].contains(status) { throw GzipError.damaged }
        }
    }

    private func refill() throws -> Int {
        let count = try source.read(into: input)
        stream.pointee.next_in = input.baseAddress?.assumingMemoryBound(to: UInt8.self)
        stream.pointee.avail_in = UInt32(count)
        return count
    }
}

public enum GzipError: Error, Hashable, CustomStringConvertible {
    case truncated, damaged

    public var description: String {
        switch self {
        case .truncated: "the compressed file ends too early"
        case .damaged: "the compressed file is damaged"
        }
    }
}
