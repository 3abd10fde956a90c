public import FerryCore

/// The names of algorithms before a parenthesis: those of `--tag`, of OpenSSL and of `xxhsum`.
public enum DigestTag {
    /// What `--tag` writes.
    public static func text(_ algorithm: DigestAlgorithm) -> String {
        switch algorithm {
        case .md4: "MD4"
        case .md5: "MD5"
        case .sha1: "SHA1"
        case .sha224: "SHA224"
        case .sha256: "SHA256"
        case .sha384: "SHA384"
        case .sha512: "SHA512"
        case .blake2b: "BLAKE2b"
        case .blake2b256: "BLAKE2b-256"
        case .xxh32: "XXH32"
        case .xxh64: "XXH64"
        case .xxh3: "XXH3"
        case .xxh128: "XXH128"
        case .crc32: "CRC32"
        case .crc32c: "CRC32C"
        case .crc64nvme: "CRC64NVME"
        }
    }

    private static let others: [(String, DigestAlgorithm)] = [
        ("sha2-224", .sha224), ("sha2-256", .sha256), ("sha2-384", .sha384), ("sha2-512", .sha512), ("sha-1", .sha1),
        ("sha-224", .sha224), ("sha-256", .sha256), ("sha-384", .sha384), ("sha-512", .sha512),
        ("blake2b-512", .blake2b), ("blake2b512", .blake2b), ("xxh3_64", .xxh3), ("xxh3_128", .xxh128),
    ]

    private static let all: [(String, DigestAlgorithm)] =
        DigestAlgorithm.allCases.map { (text($0).lowercased(), $0) } + others

    static func algorithm(_ tag: some Collection<UInt8>) -> DigestAlgorithm? {
        // By far the most frequent one.
        if tag.elementsEqual("SHA256".utf8) { return .sha256 }
        let name = String(decoding: tag, as: UTF8.self).lowercased()
        return all.first { $0.0 == name }?.1
    }

    /// Whether this may be an algorithm that is not known here: `SM3`, `WHIRLPOOL`.
    static func looksLikeOne(_ tag: some Collection<UInt8>) -> Bool {
        tag.count >= 3
            && tag.allSatisfy {
                (UInt8(ascii: "A")...UInt8(ascii: "Z")).contains($0)
                    || (UInt8(ascii: "0")...UInt8(ascii: "9")).contains($0)
                    || $0 == UInt8(ascii: "-")
            }
    }
}
