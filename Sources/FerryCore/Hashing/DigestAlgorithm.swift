/// A way to reduce content to a short digest. The raw value is the name used in manifests, options and messages.
public enum DigestAlgorithm: String, CaseIterable, Hashable, Sendable {
    /// RFC 1320. Broken; only librsync's and zsync's files ask for it.
    case md4
    case md5
    case sha1
    case sha224
    case sha256
    case sha384
    case sha512
    /// RFC 7693 with a 64-byte digest, what `b2sum` prints.
    case blake2b
    /// RFC 7693 with a 32-byte digest, which is not a prefix of the 64-byte one.
    case blake2b256
    /// XXH32, `xxhsum -H0`. Detects accidents, not attacks.
    case xxh32
    /// XXH64, what `xxhsum` prints by default. Detects accidents, not attacks.
    case xxh64
    /// XXH3 with 64 bits, `xxhsum -H3`. Detects accidents, not attacks.
    case xxh3
    /// XXH3 with 128 bits, `xxhsum -H2`. Detects accidents, not attacks.
    case xxh128
    /// CRC-32/ISO-HDLC: zlib's, and that of `.sfv` files.
    case crc32
    /// CRC-32/ISCSI, RFC 3720.
    case crc32c
    /// CRC-64/NVME, as S3 has it.
    case crc64nvme

    /// Written out because the one of types with raw values compares their names.
    @inlinable
    public static func == (left: DigestAlgorithm, right: DigestAlgorithm) -> Bool {
        unsafeBitCast(left, to: UInt8.self) == unsafeBitCast(right, to: UInt8.self)
    }

    /// The length of a digest in bytes.
    public var digestLength: Int {
        switch self {
        case .crc32, .crc32c, .xxh32: 4
        case .xxh3, .xxh64, .crc64nvme: 8
        case .md4, .md5, .xxh128: 16
        case .sha1: 20
        case .sha224: 28
        case .sha256, .blake2b256: 32
        case .sha384: 48
        case .sha512, .blake2b: 64
        }
    }

    /// Whether finding two contents with one digest is believed to be out of anyone's reach.
    public var isCollisionResistant: Bool {
        switch self {
        case .md4, .md5, .sha1, .xxh32, .xxh64, .xxh3, .xxh128, .crc32, .crc32c, .crc64nvme: false
        case .sha224, .sha256, .sha384, .sha512, .blake2b, .blake2b256: true
        }
    }
}
