import FerryCore
import FerryEndpoints
import FerrySync

/// What a run must make of a destination, worked out name by name over two maps.
struct ExpectedTree {
    private let source: TreeModel
    private let options: SyncOptions
    private let precision: TimePrecision
    private(set) var tree: TreeModel
    /// A directory with content was in the way of something else.
    private(set) var fails = false
    private var absent: [RelativePath] = []

    init(_ source: TreeModel, into destination: TreeModel, _ options: SyncOptions, precision: TimePrecision) {
        self.source = source
        self.options = options
        self.precision = precision
        tree = destination
        for path in source.paths { place(path) }
        if options.deletion.timing != nil && !fails { deleteExtraneous() }
        // What took another's place has the time of that moment, which no model knows.
        if !options.metadata.times { tree = tree.without(times: true) }
    }

    private mutating func place(_ path: RelativePath) {
        if absent.contains(where: { path.isInside($0) }) { return }
        let wanted = source[path]!
        let present = tree[path]
        let comparison = options.comparison
        if comparison.onlyExisting && present == nil {
            if wanted.isDirectory { absent.append(path) }
            return
        }
        if let present, comparison.ignoresExisting, !(wanted.isDirectory && present.isDirectory) {
            if wanted.isDirectory { absent.append(path) }
            return
        }
        if let present, present.kind == .file, wanted.kind == .file, comparison.keepsNewer,
            precision != .none, truncated(wanted.modified)! < truncated(present.modified)!
        {
            return
        }
        guard let present, present.kind == wanted.kind else { return replace(path, present, by: wanted) }
        update(path, present, to: wanted)
    }

    private mutating func replace(_ path: RelativePath, _ present: TreeModel.Node?, by wanted: TreeModel.Node) {
        if present?.isDirectory == true, tree.contains(below: path) {
            guard options.deletion.force || options.deletion.timing != nil else {
                fails = true
                return
            }
            tree.removeAll(in: path)
        }
        tree[path] = kept(wanted, existing: nil)
    }

    private mutating func update(_ path: RelativePath, _ present: TreeModel.Node, to wanted: TreeModel.Node) {
        var result = kept(wanted, existing: present)
        if wanted.kind == .file && passesForSame(present, wanted) { result.content = present.content }
        tree[path] = result
    }

    private func passesForSame(_ present: TreeModel.Node, _ wanted: TreeModel.Node) -> Bool {
        if present.content.count != wanted.content.count { return false }
        if options.comparison.content { return present.content == wanted.content }
        if options.comparison.sizeOnly { return true }
        if options.comparison.ignoresTimes || precision == .none { return false }
        return truncated(present.modified) == truncated(wanted.modified)
    }

    /// A node as the destination keeps it.
    private func kept(_ wanted: TreeModel.Node, existing: TreeModel.Node?) -> TreeModel.Node {
        var node = wanted
        node.modified = truncated(wanted.modified)
        if !options.metadata.permissions && node.kind != .symlink {
            node.permissions = existing?.permissions ?? (wanted.permissions & ~options.metadata.umask)
        }
        return node
    }

    private func truncated(_ time: Timestamp?) -> Timestamp? {
        precision == .none ? nil : time?.truncated(to: precision)
    }

    private mutating func deleteExtraneous() {
        if source.nodes.isEmpty && !options.deletion.allowsEmptySource { return }
        for path in tree.paths.reversed() where source[path] == nil {
            if isUnlooked(path) { continue }
            tree[path] = nil
        }
    }

    /// Whether a directory above the path is none in the sources, or was left out: nothing is deleted below it.
    private func isUnlooked(_ path: RelativePath) -> Bool {
        if absent.contains(where: { path != $0 && path.isInside($0) }) { return true }
        var above = path.parent
        while let directory = above {
            if let node = source[directory], !node.isDirectory { return true }
            above = directory.parent
        }
        return false
    }
}
