internal import FerryCore

/// An entry to delete, as spooled: kind, size of a file (8 bytes), path.
struct DeletionRecord {
    let bytes: [UInt8]

    init(_ entry: Entry) {
        bytes = [entry.kind.rawValue] + withUnsafeBytes(of: entry.size) { Array($0) } + entry.path.bytes
    }

    static func entry(_ bytes: [UInt8]) -> Entry {
        let size = bytes.withUnsafeBytes { $0.loadUnaligned(fromByteOffset: 1, as: Int64.self) }
        return Entry(
            path: RelativePath(unchecked: Array(bytes[9...])), kind: EntryKind(rawValue: bytes[0]) ?? .file, size: size)
    }
}
