internal import FerryCore
internal import FerryEndpoints

/// A line of `stat` as `RemoteCommands` asks for it: `NAME/ MODE USER GROUP SIZE MTIME ATIME LINKS DEVICE INODE CTIME`.
struct StatLine {
    let name: ArraySlice<UInt8>
    let attributes: Attributes

    private static let fieldCount = 10

    /// Takes the first line off `text`. The name may hold anything but the slash that ends it.
    ///
    /// - Parameter directory: What stands before the name, with its slash.
    init(taking text: inout ArraySlice<UInt8>, below directory: [UInt8]) throws(ConnectionFailure) {
        guard text.starts(with: directory) else { throw Self.misunderstood }
        let rest = text.dropFirst(directory.count)
        guard let slash = rest.firstIndex(of: RelativePath.separator),
            let end = rest[slash...].firstIndex(of: UInt8(ascii: "\n"))
        else { throw Self.misunderstood }
        name = rest[..<slash]
        guard let attributes = Self.attributes(rest[(slash + 1)..<end]) else { throw Self.misunderstood }
        self.attributes = attributes
        text = rest[(end + 1)...]
    }

    private static var misunderstood: ConnectionFailure { .violation("what stat prints there is not understood") }

    private static func attributes(_ text: ArraySlice<UInt8>) -> Attributes? {
        let fields = text.split(separator: UInt8(ascii: " ")).map { String(decoding: $0, as: UTF8.self) }
        guard fields.count == fieldCount, let mode = UInt32(fields[0], radix: 16), let user = UInt32(fields[1]),
            let group = UInt32(fields[2]), let size = Int64(fields[3]), size >= 0, let modified = Int64(fields[4]),
            let accessed = Int64(fields[5]), let links = UInt32(fields[6]), let device = UInt64(fields[7]),
            let inode = UInt64(fields[8]), let changed = Int64(fields[9]), let kind = FileAttributes(mode: mode).kind
        else { return nil }
        return Attributes(
            kind: kind, size: kind == .file || kind == .symlink ? size : 0, modified: Timestamp(seconds: modified),
            accessed: Timestamp(seconds: accessed), permissions: UInt16(mode & 0o7777),
            owner: Owner(user: user, group: group),
            inode: InodeVersion(
                identity: FileIdentity(device: device, inode: inode), changed: Timestamp(seconds: changed)),
            linkCount: links)
    }
}
