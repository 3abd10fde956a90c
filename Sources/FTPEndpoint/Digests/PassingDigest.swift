internal import FerryCore

/// The digest of what passes, which may be asked for more than once.
final class PassingDigest {
    private var hasher: Hasher
    private var result: Digest?

    init(_ algorithm: DigestAlgorithm) {
        hasher = Hasher(algorithm)
    }

    func update(_ bytes: UnsafeRawBufferPointer) { hasher.update(bytes) }

    /// Of everything; nothing may pass after that.
    var value: Digest {
        if let result { return result }
        let digest = hasher.finish()
        result = digest
        return digest
    }
}
