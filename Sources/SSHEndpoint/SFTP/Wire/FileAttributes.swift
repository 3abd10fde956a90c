internal import FerryCore
internal import FerryEndpoints
internal import Glibc

/// What SFTP version 3 tells of a file and sets on it, draft-ietf-secsh-filexfer-02 section 5. Fields that are nil are
/// not told, or left as they are.
struct FileAttributes: Hashable, Sendable {
    var size: UInt64?
    var owner: Owner?
    /// Permissions and, in what a server tells, the file type, as in `st_mode`.
    var mode: UInt32?
    /// Both times or none, in seconds since 1970.
    var times: Times?

    struct Times: Hashable, Sendable {
        var accessed: UInt32
        var modified: UInt32
    }

    private enum Flag {
        static let size: UInt32 = 1
        static let owner: UInt32 = 2
        static let mode: UInt32 = 4
        static let times: UInt32 = 8
        static let extended: UInt32 = 0x8000_0000
        static let known = size | owner | mode | times | extended
    }

    init(size: UInt64? = nil, owner: Owner? = nil, mode: UInt32? = nil, times: Times? = nil) {
        self.size = size
        self.owner = owner
        self.mode = mode
        self.times = times
    }

    init(from reader: inout MessageReader) throws(ConnectionFailure) {
        let flags = try reader.uint32()
        guard flags & ~Flag.known == 0 else { throw .violation("unknown file attributes") }
        if flags & Flag.size != 0 { size = try reader.uint64() }
        if flags & Flag.owner != 0 { owner = Owner(user: try reader.uint32(), group: try reader.uint32()) }
        if flags & Flag.mode != 0 { mode = try reader.uint32() }
        if flags & Flag.times != 0 { times = Times(accessed: try reader.uint32(), modified: try reader.uint32()) }
        guard flags & Flag.extended != 0 else { return }
        for _ in 0..<(try reader.count(ofAtLeast: 8)) {
            _ = try reader.string()
            _ = try reader.string()
        }
    }

    func encode(into writer: inout MessageWriter) {
        var flags: UInt32 = 0
        if size != nil { flags |= Flag.size }
        if owner != nil { flags |= Flag.owner }
        if mode != nil { flags |= Flag.mode }
        if times != nil { flags |= Flag.times }
        writer.append(flags)
        if let size { writer.append(size) }
        if let owner {
            writer.append(owner.user)
            writer.append(owner.group)
        }
        if let mode { writer.append(mode) }
        if let times {
            writer.append(times.accessed)
            writer.append(times.modified)
        }
    }
}

extension FileAttributes {
    /// Nil where the server does not tell.
    var kind: EntryKind? {
        guard let mode else { return nil }
        switch mode & UInt32(S_IFMT) {
        case UInt32(S_IFREG): return .file
        case UInt32(S_IFDIR): return .directory
        case UInt32(S_IFLNK): return .symlink
        case UInt32(S_IFCHR): return .characterDevice
        case UInt32(S_IFBLK): return .blockDevice
        case UInt32(S_IFIFO): return .fifo
        case UInt32(S_IFSOCK): return .socket
        default: return nil
        }
    }

    var permissions: UInt16? { mode.map { UInt16($0 & 0o7777) } }
    var modified: Timestamp? { times.map { Timestamp(seconds: Int64($0.modified)) } }
    var accessed: Timestamp? { times.map { Timestamp(seconds: Int64($0.accessed)) } }

    /// The entry that these describe; nil where even its kind is not known, or its size is none.
    func entry(at path: RelativePath, linkTarget: [UInt8]? = nil) -> Entry? {
        guard let kind, let size = Int64(exactly: size ?? 0) else { return nil }
        return Entry(
            path: path, kind: kind, size: linkTarget.map { Int64($0.count) } ?? (kind == .file ? size : 0),
            modified: modified, accessed: accessed, permissions: permissions, owner: owner, linkTarget: linkTarget)
    }
}
