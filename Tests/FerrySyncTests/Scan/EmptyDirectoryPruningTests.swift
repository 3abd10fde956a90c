import FerryCore
import FerryEndpoints
import FerrySync
import Harness
import Testing

@Suite struct EmptyDirectoryPruningTests {
    @Test func directoriesWithoutFilesAreLeftOut() throws {
        for iteration in 0..<RandomTests.iterations(default: 40) {
            let seed = RandomTests.seed &+ UInt64(iteration)
            var trees = RandomTrees(seed: seed)
            let tree = trees.tree()
            let scene = try Scene(wanted: tree, old: [:])
            var options = SyncOptions()
            options.selection.prunesEmptyDirectories = true
            sync(scene.source, to: scene.destination, options)
            var expected = tree
            for path in tree.paths where tree[path]!.isDirectory && !tree.holdsFiles(below: path) {
                expected[path] = nil
            }
            #expect(try scene.destination.model() == expected, "seed \(seed)")
        }
    }
}

extension TreeModel {
    fileprivate func holdsFiles(below directory: RelativePath) -> Bool {
        nodes.contains { !$0.value.isDirectory && $0.key.isInside(directory) }
    }
}
