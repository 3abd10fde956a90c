internal import FerryCore

extension DigestAlgorithm {
    /// The field that holds a digest of this algorithm.
    var jsonName: StaticString {
        switch self {
        case .md4: "md4"
        case .md5: "md5"
        case .sha1: "sha1"
        case .sha224: "sha224"
        case .sha256: "sha256"
        case .sha384: "sha384"
        case .sha512: "sha512"
        case .blake2b: "blake2b"
        case .blake2b256: "blake2b256"
        case .xxh32: "xxh32"
        case .xxh64: "xxh64"
        case .xxh3: "xxh3"
        case .xxh128: "xxh128"
        case .crc32: "crc32"
        case .crc32c: "crc32c"
        case .crc64nvme: "crc64nvme"
        }
    }

    init?(jsonName: UnsafeRawBufferPointer) {
        // The default first.
        if jsonName.equals("sha256") {
            self = .sha256
        } else if let algorithm = Self.allCases.first(where: { jsonName.equals($0.jsonName) }) {
            self = algorithm
        } else {
            return nil
        }
    }
}
