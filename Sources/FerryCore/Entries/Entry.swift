/// One file, directory or link in a listing, with its version.
///
/// An immutable value, shared by reference: it goes from stage to stage, and copying its dozen fields at each step took
/// a fifth of the instructions of a run without changes.
package final class Entry: Sendable {
    package let path: RelativePath
    package let kind: EntryKind
    /// Bytes; meaningful for files, and for symlinks the length of the target.
    package let size: Int64
    /// Nil where the endpoint keeps no time.
    package let modified: Timestamp?
    package let accessed: Timestamp?
    /// Permission bits (07777); nil where the endpoint keeps none.
    package let permissions: UInt16?
    package let owner: Owner?
    /// The number of a character or block device.
    package let device: DeviceNumber?
    /// Where a symlink points, exactly as stored.
    package let linkTarget: [UInt8]?
    package let version: Version?
    /// The digest of the content, where the endpoint tells it without being asked.
    package let digest: Digest?
    /// How many names the file has; 1 where the endpoint knows no hard links.
    package let linkCount: UInt32

    package init(
        path: RelativePath, kind: EntryKind, size: Int64 = 0, modified: Timestamp? = nil, accessed: Timestamp? = nil,
        permissions: UInt16? = nil, owner: Owner? = nil, device: DeviceNumber? = nil, linkTarget: [UInt8]? = nil,
        version: Version? = nil, digest: Digest? = nil, linkCount: UInt32 = 1
    ) {
        self.path = path
        self.kind = kind
        self.size = size
        self.modified = modified
        self.accessed = accessed
        self.permissions = permissions
        self.owner = owner
        self.device = device
        self.linkTarget = linkTarget
        self.version = version
        self.digest = digest
        self.linkCount = linkCount
    }

    package var isDirectory: Bool { kind == .directory }

    /// Negative, zero or positive, as this entry comes before, with or after `other` in canonical order.
    package func canonicalOrder(to other: Entry) -> Int {
        CanonicalOrder.compare(path, isDirectory: isDirectory, other.path, isDirectory: other.isDirectory)
    }

    /// The same entry under another path.
    package func at(_ path: RelativePath) -> Entry {
        Entry(
            path: path, kind: kind, size: size, modified: modified, accessed: accessed, permissions: permissions,
            owner: owner, device: device, linkTarget: linkTarget, version: version, digest: digest,
            linkCount: linkCount)
    }
}

extension Entry: Hashable {
    package static func == (left: Entry, right: Entry) -> Bool {
        left === right
            || (left.path == right.path && left.kind == right.kind && left.size == right.size
                && left.modified == right.modified && left.accessed == right.accessed
                && left.permissions == right.permissions && left.owner == right.owner && left.device == right.device
                && left.linkTarget == right.linkTarget && left.version == right.version
                && left.digest == right.digest && left.linkCount == right.linkCount)
    }

    package func hash(into hasher: inout Swift.Hasher) {
        hasher.combine(path)
        hasher.combine(kind)
        hasher.combine(size)
        hasher.combine(modified)
    }
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
