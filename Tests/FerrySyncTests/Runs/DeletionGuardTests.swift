import FerryCore
import FerryEndpoints
import FerrySync
import Testing

/// What keeps deletions from happening.
@Suite struct DeletionGuardTests {
    static let timings: [DeletionOptions.Timing] = [.before, .during, .delay, .after]
    private let old: TreeModel = ["a": .file("a"), "d": .directory(), "d/b": .file("b"), "d/c": .file("c")]

    @Test(arguments: timings) func emptySource(_ timing: DeletionOptions.Timing) throws {
        let scene = try Scene(wanted: [:], old: old)
        var options = SyncOptions()
        options.deletion.timing = timing
        let run = sync(scene.source, to: scene.destination, options)
        #expect(run.status == .partial)
        #expect(run.log.problems.contains { if case .emptySource = $0.kind { true } else { false } })
        #expect(try scene.destination.model() == old)

        options.deletion.allowsEmptySource = true
        #expect(sync(scene.source, to: scene.destination, options).status == .success)
        #expect(try scene.destination.model() == [:])
    }

    @Test(arguments: timings) func sourcesAreCountedOnce(_ timing: DeletionOptions.Timing) throws {
        let scene = try Scene(wanted: ["a": .file("four"), "b": .file("five!")], old: old)
        var options = SyncOptions()
        options.deletion.timing = timing
        #expect(sync(scene.source, to: scene.destination, options).result.statistics.totalSize == 9)
    }

    @Test func oneEmptySourceAmongSeveral() throws {
        let scene = try Scene(wanted: ["a": .file("a")], old: old)
        let sources = [scene.source, MemoryEndpoint()].map { SyncSource(endpoint: $0, path: .root) }
        let run = sync(sources, to: scene.destination, .mirroring)
        #expect(run.status == .partial)
        #expect(try scene.destination.model() == old)
    }

    @Test func emptyDirectoryGivenByName() throws {
        let scene = try Scene(wanted: ["d": .directory()], old: old)
        let run = sync([SyncSource(endpoint: scene.source, path: "d")], to: scene.destination, .mirroring)
        #expect(run.status == .partial)
        #expect(try scene.destination.model() == old)
    }

    /// What is in a directory that makes way for a file counts, too, and goes as a whole or not at all; with rsync, as much of it
    /// as is permitted.
    @Test(arguments: timings, [true, false]) func contentThatIsInTheWayCounts(
        _ timing: DeletionOptions.Timing, _ checksFirst: Bool
    ) throws {
        for limit in [0, 1, 2, 3] {
            let scene = try Scene(wanted: ["d": .file("d")], old: old)
            var options = SyncOptions()
            options.deletion.timing = timing
            options.deletion.limit = .count(limit)
            options.deletion.checksLimitFirst = checksFirst
            let run = sync(scene.source, to: scene.destination, options)
            let now = try scene.destination.model()
            if checksFirst { #expect((now["d/b"] == nil) == (now["d/c"] == nil)) }
            #expect(old.paths.filter { now[$0] == nil }.count <= limit)
            #expect((now["d"] == .file("d")) == (now["d/b"] == nil))
            let isEnough = limit == 3
            #expect(run.status == (isEnough ? .success : now["d/b"] == nil ? .deleteLimit : .partial))
            if isEnough { #expect(now == scene.wanted) }
        }
    }

    /// The limit, and how many of the three extraneous entries may go.
    static let limits: [(DeletionOptions.Limit, Bool)] = [
        (.count(2), false), (.count(3), true), (.count(0), false), (.percent(74), false), (.percent(75), true),
    ]

    @Test(arguments: limits, timings) func limitIsCheckedBeforeTheFirst(
        _ limit: (DeletionOptions.Limit, Bool), _ timing: DeletionOptions.Timing
    ) throws {
        let scene = try Scene(wanted: ["a": .file("a")], old: old)
        var options = SyncOptions()
        options.deletion.timing = timing
        options.deletion.limit = limit.0
        let run = sync(scene.source, to: scene.destination, options)
        #expect(run.status == (limit.1 ? .success : .deleteLimit))
        #expect(try scene.destination.model() == (limit.1 ? scene.wanted : old))
    }

    @Test(arguments: timings) func rsyncsLimitStopsOnTheWay(_ timing: DeletionOptions.Timing) throws {
        let scene = try Scene(wanted: ["a": .file("a")], old: old)
        var options = SyncOptions()
        options.deletion.timing = timing
        options.deletion.limit = .count(2)
        options.deletion.checksLimitFirst = false
        options.deletion.allowsEmptySource = true
        let run = sync(scene.source, to: scene.destination, options)
        #expect(run.status == .deleteLimit)
        #expect(try Set(scene.destination.model().nodes.keys) == ["a", "d"])
        let told = run.log.problems.compactMap { problem -> [Int]? in
            if case .deletionLimit(let wanted, let allowed) = problem.kind { [wanted, allowed] } else { nil }
        }
        #expect(told == [[3, 2]])
    }

    @Test(arguments: timings) func protectedEntriesStay(_ timing: DeletionOptions.Timing) throws {
        let scene = try Scene(wanted: ["a": .file("a")], old: old)
        var options = SyncOptions()
        options.deletion.timing = timing
        let run = sync(
            [SyncSource(endpoint: scene.source, path: .root)], to: scene.destination, options,
            filters: try filters("P b"))
        #expect(run.status == .success)
        #expect(try Set(scene.destination.model().nodes.keys) == ["a", "d", "d/b"])
    }

    @Test(arguments: ["P b", "- b"]) func protectedEntriesSurviveAChangeOfKind(_ rule: String) throws {
        let scene = try Scene(wanted: ["d": .file("now a file")], old: old)
        let run = sync(
            [SyncSource(endpoint: scene.source, path: .root)], to: scene.destination, .mirroring,
            filters: try filters(rule))
        #expect(run.status == .partial)
        #expect(run.log.errors.map(\.code) == [.notEmpty])
        #expect(try scene.destination.model()["d/b"] == old["d/b"])
    }

    @Test func backupsAreMadeOfADirectoryThatGivesWay() throws {
        let scene = try Scene(wanted: ["d": .file("now a file")], old: old)
        var options = SyncOptions.mirroring
        options.writing.backup = WritingOptions.Backup(suffix: [], directory: Array("../kept".utf8))
        let store = scene.destination.store
        try store.endpoint().createDirectory(at: "dst", metadata: Metadata())
        let destination = store.endpoint(at: "dst")
        try destination.write(old)
        let run = sync(scene.source, to: destination, options)
        #expect(run.status == .success)
        #expect(try destination.model()["d"]?.content == Array("now a file".utf8))
        #expect(try store.endpoint(at: "kept").model()["d/b"]?.content == Array("b".utf8))
        #expect(try store.endpoint(at: "kept").model()["a"]?.content == Array("a".utf8))
    }

    /// What a run leaves that is killed between its last rename and the removal of the emptied directory.
    @Test func anEmptyWaitingPlaceIsRemoved() throws {
        let scene = try Scene(wanted: ["d": .directory(at: 2000)], old: ["d": .directory(), "d/.~tmp~": .directory()])
        var options = SyncOptions()
        options.writing.delaysUpdates = true
        #expect(sync(scene.source, to: scene.destination, options).status == .success)
        #expect(try scene.destination.model() == scene.wanted)
    }

    private func filters(_ rule: String) throws -> FilterList {
        var list = FilterList()
        try list.add(Array(rule.utf8), grammar: .rules) { (_) throws(FilterParseError) in nil }
        return list
    }
}
