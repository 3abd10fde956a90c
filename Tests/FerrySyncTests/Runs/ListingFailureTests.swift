import FerryCore
import FerryEndpoints
import FerrySync
import Testing

/// A listing that fails, ends early with an error or is out of order is never taken for the whole tree.
@Suite struct ListingFailureTests {
    @Test(arguments: 1...6) func sourceListingFailsMidway(_ nth: Int) throws {
        let scene = try Scene.ordinary(MemoryOptions(pageSize: 2))
        let plan = FaultPlan([Fault(.fail(.serverFailure), at: .nextEntries, nth: nth, times: 1000)])
        let run = sync(FaultyEndpoint(scene.source, plan), to: scene.destination, .mirroring)
        #expect(run.status == .partial)
        #expect(run.log.errors.count == 1, "\(run.log.errors)")
        #expect(try scene.violations(run) == [])
        expectNothingDeleted(scene, run)
    }

    @Test(arguments: [DeletionOptions.Timing.before, .during, .delay, .after])
    func unreadableDirectoryKeepsAllDeletionsBack(_ timing: DeletionOptions.Timing) throws {
        let scene = try Scene.ordinary()
        try scene.source.forbid("dir")
        var options = SyncOptions.mirroring
        options.deletion.timing = timing
        let run = sync(scene.source, to: scene.destination, options)
        #expect(run.status == .partial)
        #expect(run.log.errors.map(\.code) == [.permissionDenied])
        #expect(run.log.problems.contains { if case .deletionSkipped = $0.kind { true } else { false } })
        expectNothingDeleted(scene, run)
        #expect(try scene.destination.model()["changed"] == scene.wanted["changed"], "the rest goes on")
    }

    /// rsync's preset, where deletions need a complete scan only, and happen on the way.
    @Test(arguments: [DeletionOptions.Timing.before, .during, .delay, .after])
    func unreadableDirectoryIsNotEmptiedInRsyncsPreset(_ timing: DeletionOptions.Timing) throws {
        let scene = try Scene.ordinary()
        try scene.source.forbid("dir")
        var options = SyncOptions.mirroring
        options.deletion.timing = timing
        options.deletion.needsCompleteTransfers = false
        options.deletion.checksLimitFirst = false
        options.deletion.allowsEmptySource = true
        let run = sync(scene.source, to: scene.destination, options)
        #expect(run.status == .partial)
        #expect(try scene.destination.model()["dir/gone"] != nil)
        #expect(try scene.destination.model()["dir/sub/deep"] == scene.old["dir/sub/deep"])
        #expect(try scene.destination.model()["zz"] != nil, "what comes after the failure stays")
    }

    @Test(arguments: [ScrambledEndpoint.Disorder.swapped, .repeated]) func sourceIsOutOfOrder(
        _ disorder: ScrambledEndpoint.Disorder
    ) throws {
        let scene = try Scene.ordinary()
        let run = sync(ScrambledEndpoint(base: scene.source, disorder: disorder), to: scene.destination, .mirroring)
        #expect(run.status == .partial)
        #expect(run.log.errors.map(\.code) == [.protocolViolation])
        expectNothingDeleted(scene, run)
    }

    @Test(arguments: [ScrambledEndpoint.Disorder.swapped, .repeated]) func destinationIsOutOfOrder(
        _ disorder: ScrambledEndpoint.Disorder
    ) throws {
        let scene = try Scene.ordinary()
        let run = sync(scene.source, to: ScrambledEndpoint(base: scene.destination, disorder: disorder), .mirroring)
        #expect(run.status == .partial)
        #expect(run.log.errors.map(\.code) == [.protocolViolation])
        expectNothingDeleted(scene, run)
    }

    @Test func unreadableDirectoryOfTheDestinationIsLookedIntoByName() throws {
        let scene = try Scene.ordinary()
        let plan = FaultPlan([Fault(.fail(.permissionDenied), at: .look, of: "was-file")])
        let run = sync(scene.source, to: FaultyEndpoint(scene.destination, plan), SyncOptions())
        #expect(run.status == .partial)
        #expect(try scene.destination.model()["was-file"] == scene.old["was-file"], "its state was unknown")
        #expect(try scene.destination.model()["z"] == scene.wanted["z"])
    }

    @Test func aSourceThatCannotBeListedDoesNotStopTheOthers() throws {
        let scene = try Scene.ordinary()
        let broken = MemoryEndpoint()
        try broken.write(["b": .file("b")])
        try broken.forbid(.root)
        let sources = [broken, scene.source].map { SyncSource(endpoint: $0, path: .root, hasTrailingSlash: true) }
        let run = sync(sources, to: scene.destination, .mirroring)
        #expect(run.status == .partial)
        #expect(try scene.destination.model()["changed"] == scene.wanted["changed"])
        expectNothingDeleted(scene, run)
    }

    private func expectNothingDeleted(_ scene: Scene, _ run: RunOutcome) {
        #expect(!run.log.items.contains { $0.action == .delete && scene.extraneous.contains($0.entry.path) })
        for path in scene.extraneous { #expect((try? scene.destination.entry(at: path)) != nil, "\(path)") }
    }
}

/// An endpoint whose listings break the order.
struct ScrambledEndpoint: EndpointDecorator {
    enum Disorder: Sendable {
        case swapped, repeated
    }

    let base: any Endpoint
    let disorder: Disorder

    func around<Result>(
        _ call: EndpointCall, _ path: RelativePath?, _ body: () throws(EndpointError) -> Result
    ) throws(EndpointError) -> Result {
        try body()
    }

    func decorating(_ sibling: any Endpoint) -> any Endpoint { self }

    func list(_ request: ListingRequest) throws(EndpointError) -> any Listing {
        ScrambledListing(try base.list(request), disorder)
    }
}

private final class ScrambledListing: Listing {
    private let base: any Listing
    private let disorder: ScrambledEndpoint.Disorder
    private var pages = 0

    init(_ base: any Listing, _ disorder: ScrambledEndpoint.Disorder) {
        self.base = base
        self.disorder = disorder
    }

    func next() throws(EndpointError) -> [ListedItem]? {
        guard var page = try base.next() else { return nil }
        pages += 1
        if pages == 2 {
            switch disorder {
            case .swapped: page.swapAt(0, page.count - 1)
            case .repeated: page.append(page[page.count - 1])
            }
        }
        return page
    }

    func cancel() { base.cancel() }
}
