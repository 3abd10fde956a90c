package import FerryCore

extension ByteReader {
    /// The digest of all that is still to be read, which is proven to be one version.
    package func digest(by algorithm: DigestAlgorithm) throws(EndpointError) -> Digest {
        var hasher = Hasher(algorithm)
        let buffer = UnsafeMutableRawBufferPointer.allocate(byteCount: 256 * 1024, alignment: 64)
        defer { buffer.deallocate() }
        while true {
            let count = try read(into: buffer)
            if count == 0 { break }
            hasher.update(UnsafeRawBufferPointer(rebasing: buffer[..<count]))
        }
        try verifyUnchanged()
        return hasher.finish()
    }
}
