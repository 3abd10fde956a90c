import FerryCore
import FerryEndpoints
import FerrySync
import Harness
import Testing

/// Destinations that are no disk.
@Suite struct DestinationKindTests {
    // MARK: Case folding

    private static let folding = MemoryOptions(
        capabilities: Capabilities(
            metadataKept: [.modified, .permissions], isCaseSensitive: false))

    @Test(arguments: [nil, DeletionOptions.Timing.before, .during, .delay]) func otherLettersAreTheSameName(
        _ timing: DeletionOptions.Timing?
    ) throws {
        let scene = try Scene(
            wanted: ["Read.me": .file("new", at: 2000), "Sub": .directory(), "Sub/F": .file("f")],
            old: ["READ.ME": .file("old"), "sub": .directory(), "sub/f": .file("f"), "sub/gone": .file("g")],
            in: Self.folding)
        var options = SyncOptions()
        options.deletion.timing = timing
        let run = sync(scene.source, to: scene.destination, options)
        #expect(run.status == .success)
        let now = try scene.destination.model()
        let contents = Set(now.nodes.values.map { String(decoding: $0.content, as: UTF8.self) })
        #expect(contents == (timing == nil ? ["", "new", "f", "g"] : ["", "new", "f"]))
        #expect(now.nodes.count == (timing == nil ? 4 : 3))
        // Deleting in a directory of other letters has moved its time, which the second run mends.
        sync(scene.source, to: scene.destination, options)
        #expect(sync(scene.source, to: scene.destination, options).log.lines == [])
    }

    @Test func namesThatCollideAreTold() throws {
        let scene = try Scene(
            wanted: ["a": .file("small"), "A": .file("large"), "b": .file("b")], old: [:], in: Self.folding)
        let run = sync(scene.source, to: scene.destination)
        #expect(run.status == .partial)
        #expect(run.log.errors.map(\.code) == [.nameNotAllowed])
        #expect(try scene.destination.model().nodes.count == 2)
    }

    // MARK: Directories that are only prefixes

    @Test func anObjectStore() throws {
        for iteration in 0..<RandomTests.iterations(default: 40) {
            let seed = RandomTests.seed &+ UInt64(iteration)
            var trees = RandomTrees(seed: seed)
            let wanted = trees.tree(symlinks: false)
            let source = MemoryEndpoint()
            let destination = MemoryEndpoint(.objectStore)
            try source.write(wanted)
            let old = trees.mutation(of: wanted, symlinks: false).filesOnly
            try destination.write(old)
            var options = SyncOptions.comparingContent
            options.deletion.allowsEmptySource = true
            let run = sync(source, to: destination, options)
            #expect(run.status == .success, "seed \(seed): \(run.log.errors)")
            let now = try destination.model()
            #expect(now.filesOnly.contents == wanted.filesOnly.contents, "seed \(seed): \(old) \(wanted) \(now)")
            let again = sync(source, to: destination, options)
            #expect(again.log.lines == [], "seed \(seed)")
        }
    }

    // MARK: Space and names

    @Test func fullDisk() throws {
        for space in stride(from: Int64(0), to: 10_000, by: 700) {
            let scene = try Scene.ordinary()
            let plan = FaultPlan(space: space)
            let run = sync(scene.source, to: FaultyEndpoint(scene.destination, plan), .mirroring)
            #expect(try scene.violations(run) == [], "\(space) bytes")
            #expect(run.log.errors.allSatisfy { $0.code == .noSpace })
            #expect(run.status == (run.log.errors.isEmpty ? .success : .partial))
        }
    }

    @Test func namesThatAreNotAllowed() throws {
        let place = MemoryOptions(
            capabilities: Capabilities(
                names: NameRules(longestName: 5, mustBeUTF8: true, forbiddenBytes: [UInt8(ascii: ":")])))
        let scene = try Scene(
            wanted: ["a:b": .file("1"), "toolong": .directory(), "toolong/x": .file("2"), "ok": .file("3")], old: [:],
            in: place)
        let run = sync(scene.source, to: scene.destination)
        #expect(run.status == .partial)
        #expect(run.log.errors.map(\.code) == [.nameNotAllowed, .nameNotAllowed])
        #expect(try Set(scene.destination.model().nodes.keys) == ["ok"])
    }
}

extension TreeModel {
    fileprivate var filesOnly: TreeModel {
        var copy = self
        copy.nodes = nodes.filter { $0.value.kind == .file }
        return copy
    }

    fileprivate var contents: [RelativePath: [UInt8]] { nodes.mapValues(\.content) }
}
