public import FerryCore

/// Digests of files that need not be fetched for it: how content is compared and confirmed without sending it twice.
public protocol DigestRole: Sendable {
    /// The algorithms offered, the preferred one first. Never empty.
    var algorithms: [DigestAlgorithm] { get }

    /// The digest of a file, or of a range of it, pinned to the entry's version. Nil where there is none by that algorithm
    /// for this file or for ranges.
    func digest(
        of entry: Entry, range: ByteRange?, by algorithm: DigestAlgorithm
    ) throws(EndpointError) -> OfferedDigest?

    /// Whether digests are kept beside files: to ask for one reads no file.
    var areKept: Bool { get }

    /// What a listing told of a file's parts; nil where it told nothing of the kind.
    func partedDigest(of entry: Entry) -> PartedDigest?
}

extension DigestRole {
    public var areKept: Bool { false }

    public func partedDigest(of entry: Entry) -> PartedDigest? { nil }

    /// Has the place show what it can do, where that takes a question: its capabilities are right then.
    public func findOut() { _ = algorithms }
}

/// A digest, and how much it says.
public struct OfferedDigest: Sendable, Hashable {
    public let digest: Digest
    /// Whether the other side computed it from the bytes that it holds. A recorded one is a claim of whoever wrote the
    /// file.
    public let isComputed: Bool

    public init(_ digest: Digest, isComputed: Bool) {
        self.digest = digest
        self.isComputed = isComputed
    }
}
