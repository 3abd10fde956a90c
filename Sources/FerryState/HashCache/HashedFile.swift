internal import FerryCore

/// A local file as the hash cache knows it: which one, and by what a change of it would show.
struct HashedFile {
    let device: UInt64
    /// The numbers of the inodes that share a row with this one.
    let group: UInt64
    let slot: UInt8
    /// Size, modification time, change time: 40 bytes.
    let stamp: [UInt8]

    /// Nil where the entry is no file, or of an endpoint that has no inodes.
    init?(_ entry: Entry) {
        guard entry.kind == .file, let modified = entry.modified,
            case .inode(let identity, let changed)? = entry.version
        else { return nil }
        device = identity.device
        group = identity.inode / HashChunk.inodes
        slot = UInt8(identity.inode % HashChunk.inodes)
        let words = (
            entry.size.littleEndian, modified.seconds.littleEndian, changed.seconds.littleEndian,
            Int64(modified.nanoseconds).littleEndian, Int64(changed.nanoseconds).littleEndian
        )
        stamp = withUnsafeBytes(of: words) { Array($0) }
    }
}
