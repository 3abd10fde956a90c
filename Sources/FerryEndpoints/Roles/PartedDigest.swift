public import FerryCore

/// The digest of the digests of a file's parts: what object stores keep of an upload in parts. They do not tell how long the
/// parts were.
public struct PartedDigest: Sendable, Hashable {
    /// Of the digests, one after another.
    public let digest: Digest
    public let count: Int
    /// What all parts but the last one may be long, the likeliest first.
    public let lengths: [Int64]

    public init(_ digest: Digest, count: Int, lengths: [Int64]) {
        self.digest = digest
        self.count = count
        self.lengths = lengths
    }
}
