import FerryCore
import FerryEndpoints
import Testing

@testable import FerrySync

/// Check files of `--write-check-files` at places where each question is a round trip.
@Suite("Check files far away")
struct AwaitedCheckFilesTests {
    /// Names around those of their check files, in canonical order and out of it.
    private static let names = [
        "a", "a-b", "a.", "a.b", "a.sh", "a.sha256-x", "a0", "d/a", "d/a.s", "d/a.sha25", "e", "e-dir/x", "e.md5x",
    ]

    private static func tree(_ content: (String) -> String = { $0 }) -> TreeModel {
        var tree: TreeModel = ["d": .directory(), "e-dir": .directory()]
        for name in names { tree["\(name)"] = .file(content(name)) }
        return tree
    }

    private static func writing(_ change: (inout SyncOptions) -> Void = { _ in }) -> SyncOptions {
        var options = SyncOptions()
        options.delivery.written = .sha256
        change(&options)
        return options
    }

    /// How often the destination is asked for an entry. What it is asked to do besides is counted by `calls`.
    private func questions(
        _ scene: Scene, _ options: SyncOptions, filter: String? = nil, calls plan: FaultPlan = FaultPlan()
    ) throws -> Int {
        var filters = FilterList()
        if let filter { try filters.add(Array(filter.utf8), grammar: .rules) { (_) throws(FilterParseError) in nil } }
        let source = SyncSource(endpoint: scene.source, path: .root, hasTrailingSlash: true)
        let run = sync([source], to: FaultyEndpoint(scene.destination, plan), options, filters: filters)
        #expect(run.status == .success, "\(run.log.problems)")
        return plan.count(of: .look) + plan.count(of: .lookAtSeveral)
    }

    private func content(_ scene: Scene) throws -> [String: [UInt8]] {
        let model = try scene.destination.model()
        return Dictionary(uniqueKeysWithValues: model.paths.map { ("\($0)", model[$0]!.content) })
    }

    private static var expected: [String] {
        (names + names.map { "\($0).sha256" } + ["d", "e-dir"]).sorted()
    }

    @Test("those that are there are known by the listing", arguments: [nil, DeletionOptions.Timing.delay, .during])
    func unchanged(_ deletion: DeletionOptions.Timing?) throws {
        let scene = try Scene(wanted: Self.tree(), old: [:], in: .remote)
        let options = Self.writing { $0.deletion.timing = deletion }
        _ = try questions(scene, options)
        let before = try content(scene)
        #expect(before.keys.sorted() == Self.expected)
        var plain = options
        plain.delivery.written = nil
        plain.deletion.timing = nil
        #expect(try questions(scene, options) == questions(scene, plain))
        #expect(try content(scene) == before)
    }

    @Test("those that rules leave out are known as well")
    func excluded() throws {
        let scene = try Scene(wanted: Self.tree(), old: [:], in: .remote)
        _ = try questions(scene, Self.writing(), filter: "- *.sha256")
        let before = try scene.destination.model()
        var plain = Self.writing()
        plain.delivery.written = nil
        let usual = try questions(scene, plain)
        let plan = FaultPlan()
        #expect(try questions(scene, Self.writing(), filter: "- *.sha256", calls: plan) == usual)
        #expect(try scene.destination.model() == before)
        #expect(plan.count(of: .stage) == 0)
    }

    @Test("the missing ones are written, and those of changed files", arguments: [false, true])
    func missing(_ comparesContent: Bool) throws {
        let scene = try Scene(wanted: Self.tree(), old: [:], in: .remote)
        let options = Self.writing { $0.comparison.content = comparesContent }
        _ = try questions(scene, options)
        let before = try content(scene)
        for name in ["a", "d/a.s", "e", "a.sha256-x"] {
            try scene.destination.remove(RelativePath(validating: "\(name).sha256"), kind: .file)
        }
        _ = try questions(scene, options)
        #expect(try content(scene) == before)
        for name in Self.names { try scene.source.write([name: .file("now \(name)")]) }
        _ = try questions(scene, Self.writing { $0.comparison.content = true })
        let now = try content(scene)
        #expect(now.keys.sorted() == Self.expected)
        for name in Self.names { #expect(now["\(name).sha256"] != before["\(name).sha256"], "\(name)") }
    }

    @Test("a directory of that name is none that is missing")
    func directories() throws {
        let data: TreeModel = ["a": .file("a"), "a.sha256-b": .file("-"), "b": .file("b")]
        let scene = try Scene(wanted: data, old: data, in: .remote)
        try scene.destination.write(["a.sha256": .directory()])
        _ = try questions(scene, Self.writing())
        let names = ["a", "a.sha256", "a.sha256-b", "a.sha256-b.sha256", "b", "b.sha256"]
        #expect(try content(scene).keys.sorted() == names)
    }

    @Test("where the listing fails, it is asked for", arguments: 1...8)
    func failedListing(_ nth: Int) throws {
        var place = MemoryOptions.remote
        place.pageSize = 3
        let scene = try Scene(wanted: Self.tree(), old: [:], in: place)
        _ = try questions(scene, Self.writing())
        let before = try content(scene)
        let fault = Fault(.fail(.permissionDenied), at: .nextEntries, nth: nth, times: 1000)
        let plan = FaultPlan([fault], listingsContinue: true)
        let run = sync(scene.source, to: FaultyEndpoint(scene.destination, plan), Self.writing())
        #expect(run.status == .partial)
        #expect(try content(scene) == before)
        #expect(plan.count(of: .stage) == 0)
    }
}
