import FerryCore
import FerryEndpoints
import FerrySync
import Harness
import Testing

/// Directories of a place far away are made while the walk goes on: what goes into them waits for them.
@Suite struct NewDirectoryTests {
    /// Where each look-up is a round trip, and where calls about several entries can be one.
    private static let places: [MemoryOptions] = {
        var place = MemoryOptions()
        place.capabilities.cheapLookups = false
        return [place, .farAway]
    }()

    /// Some directories deep and wide, each with a file.
    private static func tree() -> TreeModel {
        var tree = TreeModel()
        for wide in 0..<40 {
            var path = "d\(wide)"
            for deep in 0..<3 {
                var directory = TreeModel.Node.directory(at: Int64(1000 + deep))
                directory.permissions = 0o750
                tree[path] = directory
                tree["\(path)/file"] = .file("\(wide) \(deep)")
                path += "/below"
            }
        }
        return tree
    }

    @Test(arguments: places) func theyEndAsTheyAreAtTheSource(_ place: MemoryOptions) throws {
        let scene = try Scene(wanted: Self.tree(), old: TreeModel(), in: place)
        let run = sync(scene.source, to: scene.destination)
        #expect(run.status == .success)
        #expect(scene.differences == "")
    }

    /// It is told, once; what would lie in it is left out, and nothing else is.
    @Test(arguments: [1, 4, 17, 120], places) func oneCannotBeMade(_ nth: Int, _ place: MemoryOptions) throws {
        let scene = try Scene(wanted: Self.tree(), old: TreeModel(), in: place)
        let plan = FaultPlan([Fault(.fail(.permissionDenied), at: .createDirectory, nth: nth)])
        let run = sync(scene.source, to: FaultyEndpoint(scene.destination, plan))
        #expect(run.status == .partial)
        let failed = try #require(run.log.errors.first?.path)
        #expect(run.log.errors.map(\.path) == [failed])
        let now = try scene.destination.model()
        for path in scene.wanted.paths { #expect((now[path] == nil) == path.isInside(failed), "\(path)") }
        sync(scene.source, to: scene.destination)
        #expect(scene.differences == "")
    }

    @Test(arguments: places) func aCallFails(_ place: MemoryOptions) throws {
        for effect in FaultSweepTests.effects {
            for call in [EndpointCall.createDirectory, .apply, .stage] {
                let scene = try Scene.ordinary(place)
                let run = sync(
                    scene.source, to: FaultyEndpoint(scene.destination, FaultPlan([Fault(effect, at: call, nth: 2)])),
                    .mirroring)
                #expect(try scene.violations(run) == [], "\(effect) at \(call)")
                sync(scene.source, to: scene.destination, .mirroring)
                #expect(scene.differences == "", "after \(effect) at \(call)")
            }
        }
    }

    /// Names of one file lie in directories of which one cannot be made.
    @Test(arguments: places) func hardLinksOfWhatIsThereAreMade(_ place: MemoryOptions) throws {
        let scene = try Scene(wanted: TreeModel(), old: TreeModel(), in: place)
        try scene.source.write(
            ["a": .directory(), "a/one": .file("text"), "b": .directory(), "c": .directory()])
        for name: RelativePath in ["b/two", "c/three"] {
            try scene.source.links?.createHardLink(at: name, to: "a/one", on: nil)
        }
        var options = SyncOptions()
        options.metadata.hardLinks = true
        let plan = FaultPlan([Fault(.fail(.permissionDenied), at: .createDirectory, of: "a")])
        let run = sync(scene.source, to: FaultyEndpoint(scene.destination, plan), options)
        #expect(run.status == .partial && run.log.errors.count == 1)
        let now = try scene.destination.model()
        #expect(now["a"] == nil)
        #expect(now["b/two"]?.content == Array("text".utf8) && now["c/three"]?.content == Array("text".utf8))
    }

    /// As where several runs make one tree at a time.
    @Test func oneThatSomebodyElseMadeMeanwhileIsTheOne() throws {
        let scene = try Scene(wanted: ["d": .directory(), "d/f": .file("f")], old: [:])
        let plan = FaultPlan([Fault(.loseReply(.alreadyExists), at: .createDirectory, of: "d")])
        let run = sync(scene.source, to: FaultyEndpoint(scene.destination, plan), SyncOptions())
        #expect(run.status == .success && scene.differences == "")
    }
}
