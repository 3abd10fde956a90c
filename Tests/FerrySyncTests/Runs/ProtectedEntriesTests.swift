import FerryCore
import FerryEndpoints
import FerrySync
import Testing

/// What filter rules keep from being deleted.
@Suite struct ProtectedEntriesTests {
    private let wanted: TreeModel = ["d": .directory(), "d/a": .file("a")]
    private let old: TreeModel = [
        "d": .directory(), "d/a": .file("a"), "d/go": .file("go"), "d/keep": .file("keep"),
        "d/sub": .directory(), "d/sub/keep": .file("keep"),
    ]

    /// A source given by name has its rules as well as one given by its content.
    @Test(arguments: ["d", ""], DeletionGuardTests.timings)
    func protectRules(_ path: RelativePath, _ timing: DeletionOptions.Timing) throws {
        let scene = try Scene(wanted: wanted, old: old)
        var options = SyncOptions()
        options.deletion.timing = timing
        var filters = FilterList()
        try filters.add(Array("P keep".utf8)) { _ in nil }
        let job = SyncJob(
            sources: [SyncSource(endpoint: scene.source, path: path)], destination: scene.destination,
            options: options, filters: filters)
        #expect(SyncRun(job, observer: EventLog()).run().status == .success)
        let names = try scene.destination.model().paths.map(\.description)
        #expect(names.sorted() == ["d", "d/a", "d/keep", "d/sub", "d/sub/keep"])
    }

    /// Rules that only the destination's own merge files bring.
    @Test func mergeFilesOfTheDestination() throws {
        var old = self.old
        old["d/.rules"] = .file("- keep\n- .rules\n")
        let scene = try Scene(wanted: wanted, old: old)
        var filters = FilterList()
        try filters.add(Array(": .rules".utf8)) { _ in nil }
        let job = SyncJob(
            sources: [SyncSource(endpoint: scene.source, path: "d")], destination: scene.destination,
            options: .mirroring, filters: filters)
        #expect(SyncRun(job, observer: EventLog()).run().status == .success)
        let names = try scene.destination.model().paths.map(\.description)
        #expect(names.sorted() == ["d", "d/.rules", "d/a", "d/keep", "d/sub", "d/sub/keep"])
    }
}
