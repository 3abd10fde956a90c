package import FerryCore

/// A digest of a range of a staged file, computed at the far side from what it holds.
package struct StoredDigest: Sendable, Hashable {
    package let range: ByteRange
    package let digest: Digest

    package init(_ digest: Digest, of range: ByteRange) {
        self.digest = digest
        self.range = range
    }
}
