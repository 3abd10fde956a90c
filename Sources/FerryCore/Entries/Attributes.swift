/// What is known of a file, directory or link apart from its name and where a link points. A plain value: a table of
/// them takes no allocation for each.
public struct Attributes: Hashable, Sendable {
    public var kind: EntryKind
    /// Whoever wrote `modified` down left out the fraction of the second.
    public var isModifiedInSeconds = false
    /// Bytes; meaningful for files, and for symlinks the length of the target.
    public var size: Int64
    /// Nil where the endpoint keeps no time.
    public var modified: Timestamp?
    public var accessed: Timestamp?
    /// Permission bits (07777); nil where the endpoint keeps none.
    public var permissions: UInt16?
    public var owner: Owner?
    /// The number of a character or block device.
    public var device: DeviceNumber?
    /// Nil where the endpoint knows no inodes.
    public var inode: InodeVersion?
    /// How many names the file has; 1 where the endpoint knows no hard links.
    public var linkCount: UInt32

    public init(
        kind: EntryKind, size: Int64 = 0, modified: Timestamp? = nil, accessed: Timestamp? = nil,
        permissions: UInt16? = nil, owner: Owner? = nil, device: DeviceNumber? = nil, inode: InodeVersion? = nil,
        linkCount: UInt32 = 1
    ) {
        self.kind = kind
        self.size = size
        self.modified = modified
        self.accessed = accessed
        self.permissions = permissions
        self.owner = owner
        self.device = device
        self.inode = inode
        self.linkCount = linkCount
    }

    public var isDirectory: Bool { kind == .directory }
}

/// Numeric owner and group.
public struct Owner: Hashable, Sendable {
    public var user: UInt32
    public var group: UInt32

    public init(user: UInt32, group: UInt32) {
        self.user = user
        self.group = group
    }
}

public struct DeviceNumber: Hashable, Sendable {
    public let major: UInt32
    public let minor: UInt32

    public init(major: UInt32, minor: UInt32) {
        self.major = major
        self.minor = minor
    }
}
