package import FerryCore

/// The digest of the digests of a file's parts: what object stores keep of an upload in parts. They do not tell how long the
/// parts were.
package struct PartedDigest: Sendable, Hashable {
    /// Of the digests, one after another.
    package let digest: Digest
    package let count: Int
    /// What all parts but the last one may be long, the likeliest first.
    package let lengths: [Int64]

    package init(_ digest: Digest, count: Int, lengths: [Int64]) {
        self.digest = digest
        self.count = count
        self.lengths = lengths
    }
}
