import FerryCore
import FerrySync
import Harness
import Testing

@Suite struct TreeMergeTests {
    /// Names around the file `a` and the directory `a/`, which are not neighbours.
    @Test func fileMeetsDirectory() {
        let file: TreeModel = [
            "a": .file("f"), "a-b": .file("1"), "a.b": .directory(), "a.b/x": .file("2"), "a0": .file("3"),
        ]
        let directory: TreeModel = ["a": .directory(), "a/x": .file("4"), "a.b": .file("5"), "a0": .file("3")]
        for (left, right) in [(file, directory), (directory, file)] { expectOnePairForEachName(left, right) }
    }

    @Test func randomTrees() {
        for iteration in 0..<RandomTests.iterations(default: 500) {
            var trees = RandomTrees(seed: RandomTests.seed &+ UInt64(iteration))
            let left = trees.tree()
            let right = trees.generator.chance(50) ? trees.tree() : trees.mutation(of: left)
            expectOnePairForEachName(left, right, "seed \(RandomTests.seed &+ UInt64(iteration))")
        }
    }

    /// Each name comes once, with what both sides have under it; each directory before what is in it, and nothing of
    /// a directory after something outside.
    private func expectOnePairForEachName(_ left: TreeModel, _ right: TreeModel, _ comment: Comment? = nil) {
        let pairs = merge(left, right)
        let names = pairs.map(\.path)
        #expect(Set(names).count == names.count, comment)
        #expect(Set(names) == Set(left.nodes.keys).union(right.nodes.keys), comment)
        for pair in pairs {
            #expect(pair.source?.entry.kind == left[pair.path]?.kind, comment)
            #expect(pair.destination?.kind == right[pair.path]?.kind, comment)
        }
        for (index, path) in names.enumerated() {
            guard let parent = path.parent, !parent.isRoot else { continue }
            let entered = names[..<index].lastIndex(of: parent)
            // A source file with a directory on the other side is decided when the directory comes.
            #expect(entered != nil, comment)
            #expect(names[(entered ?? 0)..<index].allSatisfy { $0.isInside(parent) }, comment)
        }
    }

    private func merge(_ left: TreeModel, _ right: TreeModel) -> [Pair] {
        var merge = TreeMerge()
        var pairs: [Pair] = []
        var (sources, destinations) = (left.entries[...], right.entries[...])
        while true {
            let keys = [sources.first, destinations.first].compactMap { $0 }
            let least = keys.min { $0.canonicalOrder(to: $1) < 0 }
            let key = least.map { TreeMerge.Key(path: $0.path, isDirectory: $0.isDirectory) }
            if let pair = merge.settled(before: key) {
                pairs.append(pair)
                continue
            }
            guard let least else { return pairs }
            let source = sources.first.flatMap { $0.canonicalOrder(to: least) == 0 ? $0 : nil }
            let destination = destinations.first.flatMap { $0.canonicalOrder(to: least) == 0 ? $0 : nil }
            if source != nil { sources.removeFirst() }
            if destination != nil { destinations.removeFirst() }
            if let pair = merge.take(source.map { SourceItem(entry: $0, source: 0) }, destination) {
                pairs.append(pair)
            }
        }
    }
}

extension Pair {
    fileprivate var path: RelativePath { source?.entry.path ?? destination!.path }
}

extension TreeModel {
    /// In canonical order.
    var entries: [Entry] { paths.map { Entry(path: $0, kind: self[$0]!.kind) } }
}
