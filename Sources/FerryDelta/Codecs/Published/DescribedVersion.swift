public import FerryCore

/// The version of a file that a published signature describes.
public struct DescribedVersion: Hashable, Sendable {
    /// In bytes.
    public let size: Int64
    /// As the place that holds the file keeps it; nil where it keeps none.
    public let modified: Timestamp?
    /// The file's ETag, exactly as the server gives it; nil where there is none.
    public let entityTag: String?
    /// SHA-256 of the whole file.
    public let digest: Digest

    public static let longestEntityTag = 1024

    /// `digest` is one of SHA-256. An ETag longer than `longestEntityTag` bytes is left out.
    public init(size: Int64, modified: Timestamp?, entityTag: String?, digest: Digest) {
        precondition(digest.algorithm == .sha256 && size >= 0)
        self.size = size
        self.modified = modified
        self.entityTag = entityTag.flatMap { $0.utf8.count <= Self.longestEntityTag ? $0 : nil }
        self.digest = digest
    }

    /// Whether `entry` is this version, as far as its listing tells: sizes agree, and so do the ETags where both are
    /// known, else the times, at `precision`. Where neither can be compared, it is not.
    ///
    /// A weak ETag stays when bytes change (RFC 9110, section 8.8.1), so it counts as unknown.
    public func describes(_ entry: Entry, precision: TimePrecision) -> Bool {
        guard entry.kind == .file, entry.size == size else { return false }
        if let ours = Self.strong(entityTag), case .tag(let tag) = entry.version, let theirs = Self.strong(tag) {
            return ours == theirs
        }
        guard let modified, let now = entry.modified, precision != .none else { return false }
        return modified.truncated(to: precision) == now.truncated(to: precision)
    }

    private static func strong(_ tag: String?) -> String? {
        tag.flatMap { $0.isEmpty || $0.hasPrefix("W/") ? nil : $0 }
    }
}
