internal import CSystem
internal import FerryCore
internal import FerryEndpoints
internal import Glibc

/// What the file system of a root can hold, as far as its type tells.
struct FileSystemTraits {
    private let isFAT: Bool
    /// The kernel copies ranges between files of such a file system page by page: it has no extents that can be shared, and no
    /// server that could do it.
    private let copiesByteByByte: Bool

    /// EXT4_SUPER_MAGIC, TMPFS_MAGIC, F2FS_SUPER_MAGIC, MSDOS_SUPER_MAGIC and EXFAT_SUPER_MAGIC of linux/magic.h.
    private static let bytewise: Set<Int> = [0xEF53, 0x0102_1994, 0xF2F5_2010, 0x4D44, 0x2011_BAB0]

    /// Looks at the root, or at the nearest directory above it that exists.
    init(at root: [UInt8]) {
        var status = statfs()
        var path = root.isEmpty ? [UInt8(ascii: ".")] : root
        while statfs(Name(path).cString, &status) != 0, errno == ENOENT, path.count > 1 {
            let slash = path.dropLast().lastIndex(of: RelativePath.separator)
            path = slash.map { Array(path[...$0]) } ?? [UInt8(ascii: ".")]
        }
        // MSDOS_SUPER_MAGIC and EXFAT_SUPER_MAGIC of linux/magic.h.
        copiesByteByByte = Self.bytewise.contains(Int(status.f_type))
        isFAT = status.f_type == 0x4D44 || status.f_type == 0x2011_BAB0
    }

    /// Those of this process, which are all that it can give (chown(2)).
    private static let ownGroups: Set<UInt32> = {
        var groups = [gid_t](repeating: 0, count: Int(max(0, getgroups(0, nil))))
        let count = Int(getgroups(Int32(groups.count), &groups))
        return Set(groups.prefix(max(0, count)) + [getegid()])
    }()

    /// FAT keeps times in steps of two seconds, no owners, no case, and little in names.
    var capabilities: Capabilities {
        var capabilities = Capabilities(
            metadataKept: [.modified, .accessed, .permissions, .group], composition: .bytes, cheapReads: true,
            cheapLookups: true,
            advisedConnections: 2)
        capabilities.copiesByteByByte = copiesByteByByte
        capabilities.refusesOthersOnly = true
        if geteuid() == 0 {
            capabilities.metadataKept.insert(.user)
        } else {
            capabilities.settableGroups = SettableGroups(Self.ownGroups)
        }
        if isFAT {
            capabilities.timePrecision = .tick(2_000_000_000)
            capabilities.metadataKept = [.modified]
            capabilities.isCaseSensitive = false
            capabilities.names.mustBeUTF8 = true
            capabilities.names.forbiddenBytes = Set(UInt8(1)...31).union("\"*:<>?\\|".utf8)
        }
        return capabilities
    }
}
