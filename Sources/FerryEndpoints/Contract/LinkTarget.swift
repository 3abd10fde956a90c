package import FerryCore

/// What a symlink's text says about where it leads.
package enum LinkTarget {
    /// Whether a symlink at `path` leads out of the tree: by an absolute or empty target, or by more `..` than `path` is
    /// deep at any point. Only the text is looked at, as rsync's `unsafe_symlink` does.
    package static func leavesTree(_ target: [UInt8], from path: RelativePath) -> Bool {
        guard let first = target.first, first != RelativePath.separator else { return true }
        let dot = UInt8(ascii: ".")
        var depth = path.depth - 1
        for name in target.split(separator: RelativePath.separator) where !name.elementsEqual([dot]) {
            depth += name.elementsEqual([dot, dot]) ? -1 : 1
            if depth < 0 { return true }
        }
        return false
    }
}
