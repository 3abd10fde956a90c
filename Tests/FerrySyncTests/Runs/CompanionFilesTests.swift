import FerryCore
import FerryEndpoints
import FerrySync
import Testing

/// What ferry publishes beside a file is deleted with it, not before.
@Suite("Companions of files")
struct CompanionFilesTests {
    static let timings: [DeletionOptions.Timing] = [.before, .during, .delay, .after]

    @Test(arguments: timings) func signaturesStayWithTheirFiles(_ timing: DeletionOptions.Timing) throws {
        let scene = try Scene(
            wanted: [
                "a": .file("same"), "a.b": .file("b"), "a.f": .file("f"), "d": .directory(),
                "d/x": .file("new", at: 2000),
                "new": .file("n"),
            ],
            old: [
                "a": .file("same"), "a.b.ferrysig": .file("of nothing here"), "a.ferrysig": .file("of a"),
                "a.ferrysig.ferrysig": .file("?"), "d": .directory(), "d/x": .file("old"),
                "d/x.ferrysig": .file("of x"),
                "d/y.ferrysig": .file("of nothing"), "gone": .file("gone"), "gone.ferrysig": .file("of gone"),
                "zferrysig": .file("no suffix"),
            ])
        var options = SyncOptions()
        options.deletion.timing = timing
        #expect(sync(scene.source, to: scene.destination, options).status == .success)
        let left = try scene.destination.model().paths.map { String(decoding: $0.bytes, as: UTF8.self) }
        #expect(left.filter { $0.hasSuffix("ferrysig") } == ["a.ferrysig", "d/x.ferrysig"])
        #expect(!left.contains("gone"))
    }
}
