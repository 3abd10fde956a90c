import FerryCore
import FerryEndpoints
import FerrySync
import Testing

/// Sources and destinations inside each other.
@Suite struct OverlapTests {
    private let store = MemoryStore()

    @Test func destinationInsideTheSource() throws {
        let source = store.endpoint()
        try source.write(["a": .directory(), "a/f": .file("f"), "a/b": .directory(), "g": .file("g")])
        for _ in 1...3 {
            let run = sync(source, to: store.endpoint(at: "a/b"), .mirroring)
            #expect(run.status == .success)
            #expect(try Set(source.model().nodes.keys) == ["a", "a/b", "a/b/a", "a/b/a/f", "a/b/g", "a/f", "g"])
        }
    }

    @Test func destinationInsideTheSourceThatIsNotThereYet() throws {
        let source = store.endpoint()
        try source.write(["a": .directory(), "a/f": .file("f"), "g": .file("g")])
        for _ in 1...3 {
            sync([SyncSource(endpoint: source, path: "a")], to: store.endpoint(at: "a/new"), .mirroring)
            #expect(try Set(source.model().nodes.keys) == ["a", "a/f", "a/new", "a/new/a", "a/new/a/f", "g"])
        }
    }

    @Test(arguments: [DeletionOptions.Timing.before, .during, .delay])
    func sourceInsideTheDestination(_ timing: DeletionOptions.Timing) throws {
        let whole = store.endpoint()
        try whole.write(["x": .directory(), "x/src": .directory(), "x/src/f": .file("f"), "gone": .file("g")])
        var options = SyncOptions()
        options.deletion.timing = timing
        options.deletion.allowsEmptySource = true
        let run = sync(store.endpoint(at: "x/src"), to: whole, options)
        #expect(run.status == .partial)
        let now = try whole.model()
        #expect(now["x/src/f"]?.content == Array("f".utf8))
        #expect(now["f"]?.content == Array("f".utf8))
    }

    @Test func sourceIsTheDestination() throws {
        let both = store.endpoint()
        let tree: TreeModel = ["a": .directory(), "a/f": .file("f"), "g": .file("g")]
        try both.write(tree)
        var options = SyncOptions.mirroring
        options.comparison.ignoresTimes = true
        #expect(sync(both, to: both, options).status == .success)
        #expect(try both.model() == tree)
    }
}
