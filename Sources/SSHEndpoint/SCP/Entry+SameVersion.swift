internal import FerryCore

extension Entry {
    /// Whether this is the content that the other entry described. A change time that a further or a lost hard link explains says
    /// nothing about the content.
    func isSameVersion(as other: Entry) -> Bool {
        guard kind == other.kind, size == other.size, modified == other.modified else { return false }
        if other.version == nil || version == other.version { return true }
        guard let identity = version?.identity else { return false }
        return identity == other.version?.identity && linkCount != other.linkCount
    }
}
