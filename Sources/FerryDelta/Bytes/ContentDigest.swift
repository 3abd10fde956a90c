public import FerryCore

/// Computes the digest of content that passes.
public final class ContentDigest: ContentObserver {
    private var hasher: Hasher

    public init(_ algorithm: DigestAlgorithm) {
        hasher = Hasher(algorithm)
    }

    public func observe(_ bytes: UnsafeRawBufferPointer) { hasher.update(bytes) }

    /// Of all that was observed.
    public func digest() -> Digest { hasher.finish() }
}
