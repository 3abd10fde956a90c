internal import FerryCore

/// Entries as listings present them.
enum Sample {
    /// Long ago: no clock's granularity hides a change.
    static let past = Timestamp(seconds: 1_700_000_000, nanoseconds: 123_456_789)

    static func file(
        _ path: String = "d/f", size: Int64 = 10, modified: Timestamp = past, inode: UInt64 = 4711, device: UInt64 = 7,
        changed: Timestamp = past
    ) -> Entry {
        Entry(
            path: RelativePath(unchecked: Array(path.utf8)), kind: .file, size: size, modified: modified,
            version: .inode(FileIdentity(device: device, inode: inode), changed: changed))
    }

    static func tagged(_ path: String = "d/f", size: Int64 = 10, modified: Timestamp? = past, tag: String?) -> Entry {
        Entry(
            path: RelativePath(unchecked: Array(path.utf8)), kind: .file, size: size, modified: modified,
            version: tag.map { .tag($0) })
    }

    static let name = Array("f".utf8)[...]

    static func path(_ text: String) -> RelativePath { RelativePath(unchecked: Array(text.utf8)) }

    static func digest(_ number: Int, _ algorithm: DigestAlgorithm = .sha256) -> Digest {
        Hasher.digest(Array("\(number)".utf8), algorithm)
    }
}
