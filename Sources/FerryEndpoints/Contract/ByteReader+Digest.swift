public import FerryCore

extension ByteReader {
    /// The digest of all that is still to be read, or of the first `length` bytes of it, which is proven to be one version.
    public func digest(
        of length: Int64? = nil, by algorithm: DigestAlgorithm
    ) throws(EndpointError) -> Digest {
        var rest = length ?? .max
        var hasher = Hasher(algorithm)
        let buffer = UnsafeMutableRawBufferPointer.allocate(byteCount: 256 * 1024, alignment: 64)
        defer { buffer.deallocate() }
        while rest > 0 {
            let wanted = UnsafeMutableRawBufferPointer(rebasing: buffer.prefix(Int(min(rest, Int64(buffer.count)))))
            let count = try read(into: wanted)
            if count == 0 { break }
            rest -= Int64(count)
            hasher.update(UnsafeRawBufferPointer(rebasing: buffer[..<count]))
        }
        try verifyUnchanged()
        return hasher.finish()
    }
}
