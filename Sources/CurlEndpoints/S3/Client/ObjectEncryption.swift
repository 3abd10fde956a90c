internal import FerryCore

/// How a store is to encrypt objects ("Protecting data with server-side encryption").
public enum ObjectEncryption: Sendable, Hashable {
    /// As the bucket has it.
    case bucketDefault
    /// With keys of the store's own (SSE-S3).
    case store
    /// With a key of its key management, the account's own when none is named (SSE-KMS).
    case managed(key: String?)
    /// With a key of the customer's of 32 bytes, which the store forgets after each request (SSE-C).
    case customer(key: [UInt8])

    public static let keyLength = 32

    /// Whether tags tell nothing about content.
    var hidesDigests: Bool {
        switch self {
        case .bucketDefault, .store: false
        case .managed, .customer: true
        }
    }

    /// Without the keys.
    var kind: String {
        switch self {
        case .bucketDefault: "default"
        case .store: "store"
        case .managed: "managed"
        case .customer: "customer"
        }
    }

    private static let kindName = "x-amz-server-side-encryption"

    /// What makes an object encrypted by the store as another one is.
    static let kindNames = [kindName, kindName + "-aws-kms-key-id", kindName + "-bucket-key-enabled"]

    /// Whether the object that an answer is about is encrypted so that its tag tells nothing.
    static func hidesDigests(_ head: ResponseHead) -> Bool {
        head["\(kindName)-customer-algorithm"] != nil || head[kindName].map { $0 != "AES256" } ?? false
    }

    /// Whether the object that a request makes will be.
    static func hidesDigests(_ headers: [(name: String, value: String)]) -> Bool {
        headers.contains { $0.name == "\(kindName)-customer-algorithm" || $0.name == kindName && $0.value != "AES256" }
    }

    /// Of whatever kind.
    static func isAskedFor(in headers: [(name: String, value: String)]) -> Bool {
        headers.contains { $0.name.hasPrefix(kindName) }
    }

    /// Of requests that make an object.
    var creating: [(name: String, value: String)] {
        let name = Self.kindName
        switch self {
        case .bucketDefault: return []
        case .store: return [(name, "AES256")]
        case .managed(let key): return [(name, "aws:kms")] + (key.map { [("\(name)-aws-kms-key-id", $0)] } ?? [])
        case .customer: return reading
        }
    }

    /// Of requests that see its content or look at it, and of those that send a part of it.
    var reading: [(name: String, value: String)] { customerHeaders("x-amz-server-side-encryption-customer-") }

    /// Of requests that copy from it.
    var copying: [(name: String, value: String)] {
        customerHeaders("x-amz-copy-source-server-side-encryption-customer-")
    }

    private func customerHeaders(_ prefix: String) -> [(name: String, value: String)] {
        guard case .customer(let key) = self else { return [] }
        return [
            (prefix + "algorithm", "AES256"), (prefix + "key", Base64.encode(key)),
            (prefix + "key-MD5", Base64.encode(Hasher.digest(key, .md5).bytes)),
        ]
    }
}
