internal import FerryCore

/// One file, directory, link or special file: what a file system calls an inode.
struct MemoryNode: Sendable {
    var kind: EntryKind
    var content = SparseBytes()
    var linkTarget: [UInt8]?
    var device: DeviceNumber?
    /// By folded name, see `MemoryTree.key`.
    var children: [[UInt8]: Child] = [:]
    var linkCount: UInt32 = 1
    var modified: Timestamp
    var accessed: Timestamp
    var permissions: UInt16
    var owner = Owner(user: 0, group: 0)
    /// Counts the changes of the whole tree, so no two states of any node share it.
    var changed: Int64 = 0
    /// Nobody may read it, nor look below it.
    var isForbidden = false

    struct Child: Sendable {
        let name: [UInt8]
        let inode: UInt64
    }

    init(_ kind: EntryKind, at time: Timestamp) {
        self.kind = kind
        modified = time
        accessed = time
        permissions = kind == .directory ? 0o755 : kind == .symlink ? 0o777 : 0o644
    }

    var size: Int64 { linkTarget.map { Int64($0.count) } ?? content.length }

    mutating func set(_ metadata: Metadata, precision: TimePrecision, kept: MetadataFields) {
        if let time = metadata.modified, kept.contains(.modified) { modified = time.truncated(to: precision) }
        if let time = metadata.accessed, kept.contains(.accessed) { accessed = time.truncated(to: precision) }
        if let bits = metadata.permissions, kept.contains(.permissions), kind != .symlink {
            permissions = bits & 0o7777
        }
        if let user = metadata.user, kept.contains(.user) { owner.user = user }
        if let group = metadata.group, kept.contains(.group) { owner.group = group }
    }
}
