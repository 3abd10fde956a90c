import FerryCore
import FerryEndpoints
import FerrySync
import Testing

/// What arrives damaged is sent once more, then given up; the old file stays.
@Suite struct VerificationTests {
    @Test(arguments: [WritingOptions.VerificationPolicy.readback, .strict])
    func damagedOnce(_ policy: WritingOptions.VerificationPolicy) throws {
        let (scene, run) = try sync(policy, flips: 1)
        #expect(run.status == .success)
        #expect(try scene.destination.model() == scene.wanted)
        #expect(run.result.statistics.verified[.readBack] == run.result.statistics.filesTransferred)
    }

    @Test func damagedTwice() throws {
        let (scene, run) = try sync(.readback, flips: 2)
        #expect(run.status == .partial)
        #expect(run.log.errors.map(\.code) == [.corrupted])
        #expect(try scene.destination.model()["changed"] == scene.old["changed"])
        #expect(try scene.destination.model()["dir/new"] == scene.wanted["dir/new"])
        #expect(try scene.violations(run) == [])
    }

    private func sync(_ policy: WritingOptions.VerificationPolicy, flips: Int) throws -> (Scene, RunOutcome) {
        let scene = try Scene.ordinary()
        let plan = FaultPlan([Fault(.flipBit(2), at: .write, of: "changed", times: flips)])
        var options = SyncOptions.mirroring
        options.writing.verification = policy
        return (scene, FerrySyncTests.sync(scene.source, to: FaultyEndpoint(scene.destination, plan), options))
    }

    @Test func sourceFilesAreRemovedOnlyWhenConfirmed() throws {
        let scene = try Scene.ordinary()
        let plan = FaultPlan([Fault(.flipBit(2), at: .write, of: "changed", times: 2)])
        var options = SyncOptions.mirroring
        options.writing.removesSourceFiles = true
        let run = FerrySyncTests.sync(scene.source, to: FaultyEndpoint(scene.destination, plan), options)
        #expect(run.status == .partial)
        let left = try scene.source.model()
        #expect(left.nodes.filter { !$0.value.isDirectory }.map(\.key) == ["changed"])
        #expect(left["changed"] == scene.wanted["changed"])
    }

    @Test func aFileIsNotRemovedForBeingItsOwnCopy() throws {
        let scene = try Scene.ordinary()
        var options = SyncOptions()
        options.writing.removesSourceFiles = true
        let run = FerrySyncTests.sync(scene.source, to: scene.source, options)
        #expect(run.status == .partial)
        #expect(try scene.source.model() == scene.wanted)
    }
}
