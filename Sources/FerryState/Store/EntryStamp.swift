public import FerryCore

/// What shows that a file is the one that was seen before: its size, its time, its version. The number of the device
/// is left out, which for many file systems is another one after each restart.
public struct EntryStamp: Hashable, Sendable {
    public let bytes: [UInt8]

    init(bytes: [UInt8]) {
        self.bytes = bytes
    }

    public init(_ entry: Entry) {
        var bytes: [UInt8] = []
        for word in Self.words(of: entry) { withUnsafeBytes(of: word.littleEndian) { bytes.append(contentsOf: $0) } }
        if case .tag(let tag)? = entry.version { bytes.append(contentsOf: tag.utf8) }
        self.bytes = bytes
    }

    /// Six words; the last three are 0 where the version is a tag or unknown.
    private static func words(of entry: Entry) -> [UInt64] {
        let time = entry.modified ?? Timestamp(seconds: .min)
        let words = [UInt64(bitPattern: entry.size), UInt64(bitPattern: time.seconds), UInt64(time.nanoseconds)]
        guard case .inode(let identity, let changed)? = entry.version else { return words + [0, 0, 0] }
        return words + [identity.inode, UInt64(bitPattern: changed.seconds), UInt64(changed.nanoseconds)]
    }
}
