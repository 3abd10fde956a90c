internal import CCrypto

/// The algorithms that OpenSSL's default provider has.
///
/// `EVP_MD_fetch` walks the providers and takes locks, so each algorithm is fetched once for the whole process.
final class OpenSSLState: HashState {
    private let context: OpaquePointer
    private let method: OpaquePointer

    init(_ algorithm: DigestAlgorithm) {
        method = Methods.fetched[algorithm]!.pointer
        context = EVP_MD_CTX_new()
        start()
    }

    deinit {
        EVP_MD_CTX_free(context)
    }

    func update(_ bytes: UnsafeRawBufferPointer) {
        check(EVP_DigestUpdate(context, bytes.baseAddress, bytes.count))
    }

    func finish(into digest: UnsafeMutableRawBufferPointer) {
        check(EVP_DigestFinal_ex(context, digest.baseAddress?.assumingMemoryBound(to: UInt8.self), nil))
        start()
    }

    private func start() {
        check(EVP_DigestInit_ex2(context, method, nil))
    }

    /// A software digest on a valid context fails only when memory has run out or the library is broken.
    private func check(_ status: Int32) {
        precondition(status == 1, "OpenSSL cannot compute a digest")
    }
}

/// The process-wide algorithm objects. They are immutable once fetched, and OpenSSL shares them between threads.
private struct Methods: @unchecked Sendable {
    let pointer: OpaquePointer

    static let fetched: [DigestAlgorithm: Methods] = {
        var methods: [DigestAlgorithm: Methods] = [:]
        for algorithm in DigestAlgorithm.allCases {
            guard let name = openSSLName(algorithm), let method = EVP_MD_fetch(nil, name, nil) else { continue }
            methods[algorithm] = Methods(pointer: method)
        }
        return methods
    }()

    private static func openSSLName(_ algorithm: DigestAlgorithm) -> String? {
        switch algorithm {
        case .md5: "MD5"
        case .sha1: "SHA1"
        case .sha224: "SHA2-224"
        case .sha256: "SHA2-256"
        case .sha384: "SHA2-384"
        case .sha512: "SHA2-512"
        case .blake2b: "BLAKE2B-512"
        case .md4, .blake2b256, .xxh32, .xxh64, .xxh3, .xxh128, .crc32, .crc32c, .crc64nvme: nil
        }
    }
}
