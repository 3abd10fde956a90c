public import FerryCore

/// What a manifest says of one entry. A field is nil, or empty, where it says nothing.
public struct Record: Hashable, Sendable {
    public var path: RelativePath
    public var kind: EntryKind
    /// In bytes; of files only.
    public var size: Int64?
    public var modified: Timestamp?
    /// Permission bits (07777).
    public var permissions: UInt16?
    /// Of a file's content, at most one for each algorithm.
    public var digests: [Digest]
    /// Lines of the content, see `LineCount`: the row count that delivery notes carry.
    public var lineCount: Int64?
    /// Where a symlink points, exactly as stored.
    public var linkTarget: [UInt8]?
    /// It need not be there.
    public var isOptional = false

    public init(
        path: RelativePath, kind: EntryKind = .file, size: Int64? = nil, modified: Timestamp? = nil,
        permissions: UInt16? = nil, digests: [Digest] = [], lineCount: Int64? = nil, linkTarget: [UInt8]? = nil
    ) {
        self.path = path
        self.kind = kind
        self.size = size
        self.modified = modified
        self.permissions = permissions
        self.digests = digests
        self.lineCount = lineCount
        self.linkTarget = linkTarget
    }

    /// What a listing says of an entry; its content is not known by that.
    public init(_ entry: Entry) {
        self.init(
            path: entry.path, kind: entry.kind, size: entry.kind == .file ? entry.size : nil, modified: entry.modified,
            permissions: entry.kind == .symlink ? nil : entry.permissions, linkTarget: entry.linkTarget)
    }

    public func digest(_ algorithm: DigestAlgorithm) -> Digest? {
        digests.first { $0.algorithm == algorithm }
    }

    /// Negative, zero or positive, as this record comes before, with or after `other` in canonical order.
    public func canonicalOrder(to other: Record) -> Int {
        CanonicalOrder.compare(path, isDirectory: kind == .directory, other.path, isDirectory: other.kind == .directory)
    }
}
