internal import FerryCore
internal import FerryEndpoints

/// The digest of content that is read.
enum ContentHash {
    /// 256 KiB stay in the second-level cache.
    private static let bufferSize = 256 << 10

    /// Of the first `length` bytes of a reader; nil when it has fewer.
    static func digest(
        of reader: any ByteReader, length: Int64, by algorithm: DigestAlgorithm,
        checking: () throws(EndpointError) -> Void
    ) throws(EndpointError) -> Digest? {
        try digests(of: reader, length: length, by: [algorithm], checking: checking)?[0]
    }

    /// The same by several algorithms, in one read.
    static func digests(
        of reader: any ByteReader, length: Int64, by algorithms: [DigestAlgorithm],
        checking: () throws(EndpointError) -> Void
    ) throws(EndpointError) -> [Digest]? {
        let buffer = UnsafeMutableRawBufferPointer.allocate(byteCount: bufferSize, alignment: 4096)
        defer { buffer.deallocate() }
        let hashers = HasherSet(algorithms)
        var rest = length
        while rest > 0 {
            try checking()
            let wanted = Int(min(rest, Int64(bufferSize)))
            let count = try reader.read(into: UnsafeMutableRawBufferPointer(rebasing: buffer[..<wanted]))
            if count == 0 { return nil }
            hashers.update(UnsafeRawBufferPointer(rebasing: buffer[..<count]))
            rest -= Int64(count)
        }
        return hashers.finish()
    }
}
