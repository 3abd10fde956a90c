/// What a symlink's text says about where it leads.
package enum LinkTarget {
    /// Whether a symlink at `path` leads, or may lead, out of the tree, by rsync's definition since 3.4.0: its target
    /// is absolute or empty, has a `..` after a name or ends in `/..` (the name may itself be a link), or its leading
    /// `..` climb above the root. Only the text is looked at.
    package static func leavesTree(_ target: [UInt8], from path: RelativePath) -> Bool {
        guard let first = target.first, first != RelativePath.separator else { return true }
        let components = target.split(separator: RelativePath.separator)
        let climbs = components.prefix { $0.isParent || $0.isSelf }.count(where: \.isParent)
        if components.count(where: \.isParent) > climbs { return true }
        if components.count > 1, components.last?.isParent == true, target.last != RelativePath.separator { return true }
        return climbs > path.depth - 1
    }
}

extension ArraySlice<UInt8> {
    fileprivate var isParent: Bool { elementsEqual("..".utf8) }
    fileprivate var isSelf: Bool { elementsEqual(".".utf8) }
}
