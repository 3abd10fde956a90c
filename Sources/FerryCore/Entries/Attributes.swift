/// What is known of a file, directory or link apart from its name and where a link points. A plain value: a table of
/// them takes no allocation for each.
package struct Attributes: Hashable, Sendable {
    package var kind: EntryKind
    /// Whoever wrote `modified` down left out the fraction of the second.
    package var isModifiedInSeconds = false
    /// Bytes; meaningful for files, and for symlinks the length of the target.
    package var size: Int64
    /// Nil where the endpoint keeps no time.
    package var modified: Timestamp?
    package var accessed: Timestamp?
    /// Permission bits (07777); nil where the endpoint keeps none.
    package var permissions: UInt16?
    package var owner: Owner?
    /// The number of a character or block device.
    package var device: DeviceNumber?
    /// Nil where the endpoint knows no inodes.
    package var inode: InodeVersion?
    /// How many names the file has; 1 where the endpoint knows no hard links.
    package var linkCount: UInt32

    package init(
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

    package var isDirectory: Bool { kind == .directory }
}

/// Numeric owner and group.
package struct Owner: Hashable, Sendable {
    package var user: UInt32
    package var group: UInt32

    package init(user: UInt32, group: UInt32) {
        self.user = user
        self.group = group
    }
}

package struct DeviceNumber: Hashable, Sendable {
    package let major: UInt32
    package let minor: UInt32

    package init(major: UInt32, minor: UInt32) {
        self.major = major
        self.minor = minor
    }
}
