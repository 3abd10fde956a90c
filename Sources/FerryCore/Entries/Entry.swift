/// One file, directory or link in a listing, with its version.
///
/// An immutable value, shared by reference: it goes from stage to stage, and copying its dozen fields at each step took
/// a fifth of the instructions of a run without changes.
public final class Entry: Sendable {
    public let path: RelativePath
    public let attributes: Attributes
    /// Where a symlink points, exactly as stored.
    public let linkTarget: [UInt8]?
    /// The digest of the content, where the endpoint tells it without being asked.
    public let digest: Digest?
    /// The version where it is an opaque tag.
    private let tag: String?

    public init(path: RelativePath, attributes: Attributes, linkTarget: [UInt8]? = nil) {
        self.path = path
        self.attributes = attributes
        self.linkTarget = linkTarget
        digest = nil
        tag = nil
    }

    public init(
        path: RelativePath, kind: EntryKind, size: Int64 = 0, modified: Timestamp? = nil, accessed: Timestamp? = nil,
        permissions: UInt16? = nil, owner: Owner? = nil, device: DeviceNumber? = nil, linkTarget: [UInt8]? = nil,
        version: Version? = nil, digest: Digest? = nil, linkCount: UInt32 = 1, isModifiedInSeconds: Bool = false
    ) {
        self.path = path
        self.linkTarget = linkTarget
        var attributes = Attributes(
            kind: kind, size: size, modified: modified, accessed: accessed, permissions: permissions, owner: owner,
            device: device, inode: version?.inode, linkCount: linkCount)
        attributes.isModifiedInSeconds = isModifiedInSeconds
        self.attributes = attributes
        self.digest = digest
        tag = if case .tag(let tag) = version { tag } else { nil }
    }

    private init(_ other: Entry, at path: RelativePath) {
        self.path = path
        (attributes, linkTarget, digest, tag) = (other.attributes, other.linkTarget, other.digest, other.tag)
    }

    public var kind: EntryKind { attributes.kind }
    public var size: Int64 { attributes.size }
    public var modified: Timestamp? { attributes.modified }
    public var accessed: Timestamp? { attributes.accessed }
    public var permissions: UInt16? { attributes.permissions }
    public var owner: Owner? { attributes.owner }
    public var device: DeviceNumber? { attributes.device }
    public var linkCount: UInt32 { attributes.linkCount }

    public var version: Version? {
        if let inode = attributes.inode { return .inode(inode.identity, changed: inode.changed) }
        return tag.map(Version.tag)
    }

    public var isDirectory: Bool { kind == .directory }

    /// Negative, zero or positive, as this entry comes before, with or after `other` in canonical order.
    public func canonicalOrder(to other: Entry) -> Int {
        CanonicalOrder.compare(path, isDirectory: isDirectory, other.path, isDirectory: other.isDirectory)
    }

    /// The same entry under another path.
    public func at(_ path: RelativePath) -> Entry { Entry(self, at: path) }
}

extension Entry: Hashable {
    public static func == (left: Entry, right: Entry) -> Bool {
        left === right
            || (left.path == right.path && left.attributes == right.attributes && left.linkTarget == right.linkTarget
                && left.digest == right.digest && left.tag == right.tag)
    }

    public func hash(into hasher: inout Swift.Hasher) {
        hasher.combine(path)
        hasher.combine(kind)
        hasher.combine(size)
        hasher.combine(modified)
    }
}
