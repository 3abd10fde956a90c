internal import FerryCore

extension FileStatus {
    /// Whether this is the content that the entry described: the same inode, length and modification time, and the
    /// same change time. A change time that a further or a lost hard link explains says nothing about the content.
    func isSameVersion(as entry: Entry) -> Bool {
        guard size == entry.size, entry.modified == nil || modified == entry.modified else { return false }
        guard case .inode(let identity, let changed) = entry.version else { return entry.version == nil }
        return identity == self.identity && (changed == self.changed || linkCount != entry.linkCount)
    }
}
