package import FerryCore

/// Computes the digest of content that passes.
package final class ContentDigest: ContentObserver {
    private var hasher: Hasher

    package init(_ algorithm: DigestAlgorithm) {
        hasher = Hasher(algorithm)
    }

    package func observe(_ bytes: UnsafeRawBufferPointer) { hasher.update(bytes) }

    /// Of all that was observed.
    package func digest() -> Digest { hasher.finish() }
}
