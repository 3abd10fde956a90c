import FerryCore
import FerryEndpoints
import FerrySync
import Testing

/// `--partial`, `--partial-dir`: what becomes of files whose transfer was cut off.
@Suite struct PartialFilesTests {
    private let text = String(repeating: "long ", count: 200_000)
    let old: TreeModel = ["d": .directory(), "d/f": .file("old")]

    /// One transfer that fails at the given read of the file; a read takes 256 KiB.
    private func run(
        _ partial: WritingOptions.Partial, failingAt read: Int
    ) throws -> (scene: Scene, outcome: RunOutcome) {
        let scene = try Scene(wanted: ["d": .directory(), "d/f": .file(text, at: 2000)], old: old)
        var options = SyncOptions()
        options.writing.partial = partial
        // Read through the process, where each read can fail by itself.
        options.writing.sparse = true
        let plan = FaultPlan([Fault(.fail(.serverFailure), at: .read, of: "d/f", nth: read)])
        return (scene, sync(FaultyEndpoint(scene.source, plan), to: scene.destination, options))
    }

    @Test func keptUnderTheFinalName() throws {
        let (scene, outcome) = try run(.keep, failingAt: 3)
        #expect(outcome.status == .partial)
        let kept = try #require(try scene.destination.model()["d/f"]?.content)
        #expect(!kept.isEmpty && Array(text.utf8).starts(with: kept) && kept.count < text.utf8.count)
    }

    /// With nothing received there is nothing to keep: the old file stays.
    @Test(arguments: [WritingOptions.Partial.keep, .directory(RelativePath(unchecked: Array(".part".utf8))), .discard])
    func nothingReceived(_ partial: WritingOptions.Partial) throws {
        let (scene, outcome) = try run(partial, failingAt: 1)
        #expect(outcome.status == .partial)
        #expect(try scene.destination.model() == old)
    }

    @Test func keptInADirectoryUntilTheFileIsThere() throws {
        let (scene, outcome) = try run(.directory(RelativePath(unchecked: Array(".part".utf8))), failingAt: 3)
        #expect(outcome.status == .partial)
        #expect(try scene.destination.model()["d/f"] == old["d/f"])
        #expect(try scene.destination.model()["d/.part/f"]?.content.isEmpty == false)

        var options = SyncOptions()
        options.writing.partial = .directory(RelativePath(unchecked: Array(".part".utf8)))
        #expect(sync(scene.source, to: scene.destination, options).status == .success)
        #expect(try scene.destination.model() == scene.wanted)
    }
}

extension PartialFilesTests {
    /// Delayed updates wait in the directory of partial files, and are not taken for these.
    @Test func delayedUpdatesAreNoPartialFiles() throws {
        let scene = try Scene(wanted: ["d": .directory(), "d/f": .file("new text", at: 2000)], old: old)
        var options = SyncOptions()
        options.writing.delaysUpdates = true
        options.writing.partial = .directory(RelativePath(unchecked: Array(".~tmp~".utf8)))
        #expect(sync(scene.source, to: scene.destination, options).status == .success)
        #expect(try scene.destination.model() == scene.wanted)
    }
}
