/// What a symlink's text says about where it leads.
public enum LinkTarget {
    /// Whether a symlink at `path` leads out of the tree, by the text alone, as rsync 3.4's `unsafe_symlink` decides: when
    /// its target is absolute or empty, has a `..` anywhere but at its start (which may come after a symlink), ends in
    /// `/..`, or has more of them than `path` is deep.
    public static func leavesTree(_ target: [UInt8], from path: RelativePath) -> Bool {
        guard let first = target.first, first != RelativePath.separator else { return true }
        let names = target.split(separator: RelativePath.separator)
        let climbs = names.prefix { $0.elementsEqual("..".utf8) }.count
        if names[climbs...].contains(where: { $0.elementsEqual("..".utf8) }) { return true }
        if target.count > 3 && target.suffix(3).elementsEqual("/..".utf8) { return true }
        return climbs > path.depth - 1
    }
}

extension Entry {
    /// Whether this is a symlink that leads out of the transferred tree.
    public var isUnsafeLink: Bool { LinkTarget.leavesTree(linkTarget ?? [], from: path) }
}
