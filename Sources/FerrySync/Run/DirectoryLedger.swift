internal import FerryCore
internal import FerryEndpoints

/// The directories that lie between the destination's root and the current name.
struct DirectoryLedger {
    struct Frame {
        let node: DirectoryNode
        /// The rules that protect entries of this directory from deletion; nil when nothing is deleted.
        let protection: FilterScope?
    }

    private(set) var frames: [Frame]

    /// `root` stands for the destination itself until the sources name it.
    init(root: DirectoryNode) {
        frames = [Frame(node: root, protection: nil)]
    }

    var top: Frame { frames[frames.count - 1] }

    mutating func enter(_ frame: Frame) {
        frames.append(frame)
    }

    /// Leaves the innermost directory if `path` (nil: anything) lies outside of it.
    mutating func leave(for path: RelativePath?) -> Frame? {
        guard frames.count > 1 else { return nil }
        if let path, path.isInside(top.node.path), path != top.node.path { return nil }
        return frames.removeLast()
    }
}
