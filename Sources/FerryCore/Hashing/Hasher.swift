/// Computes the digest of content that arrives in pieces. One value serves many contents, one after another, which
/// saves setting up a context each time; it belongs to one thread at a time.
public struct Hasher: ~Copyable {
    public let algorithm: DigestAlgorithm
    private let state: any HashState

    public init(_ algorithm: DigestAlgorithm) {
        self.algorithm = algorithm
        state =
            switch algorithm {
            case .md4: MD4State()
            case .blake2b256: BLAKE2bState(digestLength: 32)
            case .xxh32: XXH32State()
            case .xxh64: XXH64State()
            case .xxh3: XXH3State(width: .bits64)
            case .xxh128: XXH3State(width: .bits128)
            case .crc32: CRCState(.crc32)
            case .crc32c: CRCState(.crc32c)
            case .crc64nvme: CRCState(.crc64nvme)
            case .md5, .sha1, .sha224, .sha256, .sha384, .sha512, .blake2b: OpenSSLState(algorithm)
            }
    }

    /// Adds the next bytes of the content.
    public mutating func update(_ bytes: UnsafeRawBufferPointer) {
        if !bytes.isEmpty { state.update(bytes) }
    }

    public mutating func update(_ bytes: [UInt8]) {
        bytes.withUnsafeBytes { update($0) }
    }

    /// The digest of everything added since the last call, after which a new content begins.
    public mutating func finish() -> Digest {
        var bytes = [UInt8](repeating: 0, count: algorithm.digestLength)
        bytes.withUnsafeMutableBytes { state.finish(into: $0) }
        return Digest(algorithm, bytes)
    }

    /// As `finish()`, without an allocation: writes `algorithm.digestLength` bytes.
    public mutating func finish(into digest: UnsafeMutableRawBufferPointer) {
        state.finish(into: UnsafeMutableRawBufferPointer(rebasing: digest[..<algorithm.digestLength]))
    }

    /// The digest of one piece that is complete in memory.
    public static func digest(_ bytes: UnsafeRawBufferPointer, _ algorithm: DigestAlgorithm) -> Digest {
        var hasher = Hasher(algorithm)
        hasher.update(bytes)
        return hasher.finish()
    }

    public static func digest(_ bytes: [UInt8], _ algorithm: DigestAlgorithm) -> Digest {
        bytes.withUnsafeBytes { digest($0, algorithm) }
    }
}

/// One algorithm's running state, starting ready for the first content.
protocol HashState: AnyObject {
    func update(_ bytes: UnsafeRawBufferPointer)

    /// Writes the digest, as long as the buffer, and starts anew.
    func finish(into digest: UnsafeMutableRawBufferPointer)
}
