import FerryCore
import FerryEndpoints
import FerrySync
import Testing

/// A directory that files were named in is made durable once, whoever made it.
@Suite struct DurableDirectoryTests {
    private func synchronized(_ source: (MemoryEndpoint) -> SyncSource, _ fsync: WritingOptions.FsyncPolicy) throws
        -> Int
    {
        let scene = try Scene(wanted: ["d": .directory(), "d/a": .file("a")], old: [:])
        let plan = FaultPlan()
        var options = SyncOptions()
        options.writing.fsync = fsync
        #expect(sync([source(scene.source)], to: FaultyEndpoint(scene.destination, plan), options).status == .success)
        return plan.count(of: .synchronizeDirectories)
    }

    @Test func ofATree() throws {
        let tree = { SyncSource(endpoint: $0, path: .root, hasTrailingSlash: true) }
        #expect(try synchronized(tree, .batch) == 2)
        #expect(try synchronized(tree, .none) == 0)
    }

    @Test func ofANamedFile() throws {
        let file = { SyncSource(endpoint: $0, path: RelativePath(unchecked: Array("d/a".utf8))) }
        #expect(try synchronized(file, .batch) == 1)
    }
}
