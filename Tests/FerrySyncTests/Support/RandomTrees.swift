import FerryCore
import Harness

/// Small trees full of what is hard: names that sort between a file and a directory of one name, few sizes and times,
/// so that entries of two trees often pass for the same.
struct RandomTrees {
    var generator: SeededGenerator
    private static let names = ["a", "a-b", "a.b", "a0", "a!", "ab", "b", "B", "\u{e9}", " ", "-"]

    init(seed: UInt64) {
        generator = SeededGenerator(seed: seed)
    }

    mutating func tree(entries: Int = 25, symlinks: Bool = true) -> TreeModel {
        var tree = TreeModel()
        var directories = [RelativePath.root]
        for _ in 0..<Int.random(in: 0...entries, using: &generator) {
            let path = generator.pick(directories).appending(name: Array(generator.pick(Self.names).utf8))
            guard tree[path] == nil else { continue }
            tree[path] = node(symlinks: symlinks)
            if tree[path]!.isDirectory, path.depth < 4 { directories.append(path) }
        }
        return tree
    }

    /// Another state of the same tree: some entries gone, some of another kind, some new.
    mutating func mutation(of tree: TreeModel, symlinks: Bool = true) -> TreeModel {
        var changed = self.tree(entries: 10, symlinks: symlinks)
        for path in tree.paths where generator.chance(75) {
            guard parentIsDirectory(path, in: changed), changed[path] == nil else { continue }
            changed[path] = generator.chance(70) ? tree[path]! : node(symlinks: symlinks)
        }
        return changed
    }

    private func parentIsDirectory(_ path: RelativePath, in tree: TreeModel) -> Bool {
        guard let parent = path.parent, !parent.isRoot else { return true }
        return tree[parent]?.isDirectory ?? false
    }

    private mutating func node(symlinks: Bool) -> TreeModel.Node {
        let time = Timestamp(
            seconds: 1000 + Int64.random(in: 0...2, using: &generator), nanoseconds: generator.pick([0, 500_000_000]))
        let bits: UInt16 = generator.pick([0o700, 0o755])
        if generator.chance(30) { return TreeModel.Node(kind: .directory, permissions: bits, modified: time) }
        if symlinks, generator.chance(15) {
            return TreeModel.Node(
                kind: .symlink, target: Array(generator.pick(["a", "../b", "nowhere"]).utf8), permissions: 0o777,
                modified: time)
        }
        return TreeModel.Node(
            kind: .file, content: content(), permissions: generator.pick([0o600, 0o644]), modified: time)
    }

    private mutating func content() -> [UInt8] {
        let length = generator.pick(weighted: [(2, 0), (4, 3), (2, 4), (1, 5000)])
        return (0..<length).map { _ in UInt8.random(in: 0...255, using: &generator) }
    }
}
