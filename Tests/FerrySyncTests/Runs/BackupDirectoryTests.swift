import FerryCore
import FerryEndpoints
import FerrySync
import Testing

/// `--backup-dir`: directories for backups are made when the first one is kept.
@Suite struct BackupDirectoryTests {
    private static let options = {
        var options = SyncOptions()
        options.writing.backup = WritingOptions.Backup(suffix: [], directory: Array("kept/of/today/".utf8))
        return options
    }()
    private static let old: TreeModel = ["a": .directory(), "a/b": .directory(), "a/b/f": .file("old")]

    private static func scene() throws -> Scene {
        try Scene(wanted: ["a": .directory(), "a/b": .directory(), "a/b/f": .file("new", at: 2000)], old: old)
    }

    @Test func allAboveItIsMade() throws {
        let scene = try Self.scene()
        #expect(sync(scene.source, to: scene.destination, Self.options).status == .success)
        let now = try scene.destination.model()
        #expect(now["kept/of/today/a/b/f"]?.content == Array("old".utf8))
        #expect(now["a/b/f"]?.content == Array("new".utf8))
    }

    /// As a server does that has no other word for what it refuses. Nothing is replaced of which no backup can be made.
    @Test(arguments: ["", "a", "a/b"]) func aPlaceThatMakesNoneIsAskedOnlyAFewTimes(_ path: String) throws {
        let scene = try Self.scene()
        let refused = RelativePath(unchecked: Array(path.utf8))
        let plan = FaultPlan([Fault(.fail(.notFound), at: .createDirectory, of: refused, times: .max - 1)])
        let run = sync(scene.source, to: FaultyEndpoint(scene.destination, plan), Self.options)
        #expect(run.status == .partial)
        #expect(plan.count(of: .createDirectory) < 20)
        #expect(try scene.destination.model()["a/b/f"] == Self.old["a/b/f"])
    }
}
