internal import CSystem
internal import FerryCore
internal import Glibc

/// What the kernel says of an inode.
///
/// From `fstatat`; `statx` took the same time (1.25 us a name, measured over 200,000) and tells nothing more that is needed.
struct FileStatus {
    let raw: stat

    init(_ raw: stat) {
        self.raw = raw
    }

    var kind: EntryKind {
        switch raw.st_mode & S_IFMT {
        case S_IFREG: .file
        case S_IFDIR: .directory
        case S_IFLNK: .symlink
        case S_IFCHR: .characterDevice
        case S_IFBLK: .blockDevice
        case S_IFIFO: .fifo
        default: .socket
        }
    }

    var linkCount: UInt32 { UInt32(truncatingIfNeeded: raw.st_nlink) }
    var size: Int64 { Int64(raw.st_size) }
    var permissions: UInt16 { UInt16(raw.st_mode & 0o7777) }
    var identity: FileIdentity { FileIdentity(device: UInt64(raw.st_dev), inode: UInt64(raw.st_ino)) }
    var modified: Timestamp { Timestamp(raw.st_mtim) }
    var changed: Timestamp { Timestamp(raw.st_ctim) }

    /// The entry of this inode under a name. A symlink's target is not part of the status.
    func entry(at path: RelativePath, linkTarget: [UInt8]? = nil) -> Entry {
        Entry(path: path, attributes: attributes, linkTarget: linkTarget)
    }

    var attributes: Attributes {
        let kind = kind
        return Attributes(
            kind: kind, size: size, modified: modified, accessed: Timestamp(raw.st_atim), permissions: permissions,
            owner: Owner(user: raw.st_uid, group: raw.st_gid), device: kind.isDevice ? deviceNumber : nil,
            inode: InodeVersion(identity: identity, changed: changed), linkCount: linkCount)
    }

    private var deviceNumber: DeviceNumber {
        DeviceNumber(major: ferry_major(UInt64(raw.st_rdev)), minor: ferry_minor(UInt64(raw.st_rdev)))
    }
}

extension Timestamp {
    init(_ time: timespec) {
        self.init(seconds: Int64(time.tv_sec), nanoseconds: Int32(time.tv_nsec))
    }
}
