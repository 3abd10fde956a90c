extension Entry {
    /// Whether a symlink leads out of the transferred tree, by rsync's definition: its target is absolute or empty, or
    /// its `..` components climb above the root. A `..` in the link's own path starts the count anew, and the last
    /// component of the target counts only when it is `..`.
    package var isUnsafeLink: Bool {
        guard let target = linkTarget, let first = target.first, first != RelativePath.separator else { return true }
        var depth = path.depth - 1
        let components = target.split(separator: RelativePath.separator)
        let endsInSlash = target.last == RelativePath.separator
        for (index, component) in components.enumerated() {
            let isLast = index == components.count - 1 && !endsInSlash
            if component.elementsEqual("..".utf8) {
                depth -= 1
                if depth < 0 { return true }
            } else if !isLast && !component.elementsEqual(".".utf8) {
                depth += 1
            }
        }
        return false
    }
}
