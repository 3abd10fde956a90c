import FerryCore
import FerryEndpoints
import FerrySync
import Testing

/// Files that change while they are read: noticed, tried once more, then told; never half-committed.
@Suite struct ChangingSourceTests {
    static let changes: [Fault.Change] = [.grow, .shrink]

    @Test(arguments: changes) func changesOnce(_ change: Fault.Change) throws {
        let scene = try Scene.ordinary()
        let plan = FaultPlan([Fault(.change(change), at: .read, of: "changed")])
        let run = sync(FaultyEndpoint(scene.source, plan), to: scene.destination, .mirroring)
        #expect(run.status == .success)
        #expect(try scene.destination.model()["changed"]?.content == scene.source.model()["changed"]?.content)
        #expect(run.log.items.filter { $0.entry.path == "changed" }.count == 1)
    }

    @Test(arguments: changes) func changesAllTheTime(_ change: Fault.Change) throws {
        let scene = try Scene.ordinary()
        let plan = FaultPlan([Fault(.change(change), at: .read, of: "changed", times: 1000)])
        let run = sync(FaultyEndpoint(scene.source, plan), to: scene.destination, .mirroring)
        #expect(run.status == .partial)
        #expect(run.log.errors.map(\.code) == [.changedDuringTransfer])
        #expect(try scene.destination.model()["changed"] == scene.old["changed"])
        #expect(scene.destination.store.stagedFiles == 0)
    }

    @Test(arguments: [EndpointCall.openReader, .read]) func vanishes(_ call: EndpointCall) throws {
        let scene = try Scene.ordinary()
        let plan = FaultPlan([Fault(.change(.vanish), at: call, of: "changed")])
        let run = sync(FaultyEndpoint(scene.source, plan), to: scene.destination, .mirroring)
        #expect(run.status == .vanished)
        #expect(run.log.problems.filter { $0.severity == .vanished }.count == 1)
        #expect(try scene.destination.model()["changed"] == scene.old["changed"])
    }

    @Test(arguments: [EndpointCall.openReader, .read]) func becomesADirectory(_ call: EndpointCall) throws {
        let scene = try Scene.ordinary()
        let plan = FaultPlan([Fault(.change(.becomeDirectory), at: call, of: "changed")])
        let run = sync(FaultyEndpoint(scene.source, plan), to: scene.destination, .mirroring)
        #expect(run.status == .partial)
        #expect(run.log.errors.map(\.code) == [.changedDuringTransfer])
        #expect(try scene.destination.model()["changed"] == scene.old["changed"])
    }

    /// A reader that ends early without saying so.
    @Test func endsEarly() throws {
        let scene = try Scene.ordinary()
        let plan = FaultPlan([Fault(.truncate, at: .read, of: "z", times: 100)])
        let run = sync(FaultyEndpoint(scene.source, plan), to: scene.destination, .mirroring)
        #expect(run.status == .partial)
        #expect(try scene.destination.model()["z"] == nil)
    }
}
