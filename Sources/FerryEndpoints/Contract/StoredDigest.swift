public import FerryCore

/// A digest of a range of a staged file, computed at the far side from what it holds.
public struct StoredDigest: Sendable, Hashable {
    public let range: ByteRange
    public let digest: Digest

    public init(_ digest: Digest, of range: ByteRange) {
        self.digest = digest
        self.range = range
    }
}
