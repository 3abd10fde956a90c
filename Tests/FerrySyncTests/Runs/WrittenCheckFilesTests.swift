import FerryCore
import FerryEndpoints
import FerryState
import FerrySync
import Harness
import Testing

/// Check files that ferry wrote stay in later runs that have nothing to do with check files, and `--delete` what the source has
/// not.
@Suite("Check files that were written") final class WrittenCheckFilesTests {
    private let directory = TemporaryDirectory()

    /// Another process's each time.
    private var memory: RunMemory {
        let store = StateStore(path: directory.file("state.sqlite")) { Issue.record("\($0)") }
        return RunMemory(store: store, sources: [Array("source".utf8)], destination: Array("there".utf8))
    }

    /// A destination with "a" and "d/b", and with check files of them that ferry wrote.
    private func delivered(_ place: MemoryOptions = MemoryOptions()) throws -> Scene {
        let tree: TreeModel = ["a": .file("a"), "d": .directory(), "d/b": .file("b")]
        let scene = try Scene(wanted: tree, old: [:], in: place)
        var options = SyncOptions.mirroring
        options.delivery.written = .sha256
        #expect(sync(scene.source, to: scene.destination, options, memory: memory).status == .success)
        #expect(try checkFiles(scene) == ["a.sha256", "d/b.sha256"])
        return scene
    }

    private func checkFiles(_ scene: Scene) throws -> [String] {
        try scene.destination.model().paths.map { "\($0)" }.filter { $0.hasSuffix("sha256") }
    }

    /// What a run leaves that knows nothing of check files.
    private func left(_ scene: Scene, remembering: Bool = true, timing: DeletionOptions.Timing = .during) throws
        -> [String]
    {
        var options = SyncOptions.mirroring
        options.deletion.timing = timing
        let run = sync(scene.source, to: scene.destination, options, memory: remembering ? memory : nil)
        #expect(run.status == .success)
        return try checkFiles(scene)
    }

    private static let places: [MemoryOptions] = [MemoryOptions(), .objectStore, .sequential]

    @Test(arguments: places, CompanionFilesTests.timings)
    func theyStayInEveryRun(_ place: MemoryOptions, _ timing: DeletionOptions.Timing) throws {
        let scene = try delivered(place)
        for _ in 0..<3 { #expect(try left(scene, timing: timing) == ["a.sha256", "d/b.sha256"]) }
    }

    @Test func oneGoesWithItsData() throws {
        let scene = try delivered()
        try scene.source.remove(RelativePath(validating: "a"), kind: .file)
        #expect(try left(scene) == ["d/b.sha256"])
    }

    @Test("one never stands beside other data", arguments: [nil, "c"])
    func dataChanges(_ text: String?) throws {
        let scene = try delivered()
        try scene.source.write(["a": .file(text ?? "a longer text", at: 2000)])
        #expect(try left(scene) == ["d/b.sha256"])
    }

    @Test("permissions of the data are no part of it")
    func permissionsChange() throws {
        let scene = try delivered()
        var changed = TreeModel.Node.file("a")
        changed.permissions = 0o600
        try scene.source.write(["a": changed])
        #expect(try left(scene) == ["a.sha256", "d/b.sha256"])
    }

    @Test("what others write under such names is theirs")
    func othersFiles() throws {
        let scene = try delivered()
        try scene.destination.write(["a.md5": .file("of the source, once"), "d/b.sha256": .file("somebody's")])
        #expect(try left(scene) == ["a.sha256"])
    }

    @Test("of what is not remembered nothing is known")
    func withoutMemory() throws {
        #expect(try left(delivered(), remembering: false) == [])
    }
}
