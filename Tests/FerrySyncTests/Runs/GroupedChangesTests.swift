import FerryCore
import FerryEndpoints
import FerryState
import FerrySync
import Harness
import Testing

/// Metadata that is set in groups, at a place where each call would be a round trip.
@Suite struct GroupedChangesTests {
    private static func tree(_ permissions: UInt16) -> TreeModel {
        var tree = TreeModel()
        for number in 0..<10 {
            var directory = TreeModel.Node.directory()
            directory.permissions = permissions | 0o111
            tree["d\(number)"] = directory
            var file = TreeModel.Node.file("\(number)")
            file.permissions = permissions
            tree["d\(number)/file"] = file
        }
        return tree
    }

    private func scene() throws -> Scene {
        try Scene(wanted: Self.tree(0o644), old: Self.tree(0o600), in: .farAway)
    }

    @Test func allIsSet() throws {
        let scene = try scene()
        let run = sync(scene.source, to: scene.destination)
        #expect(run.status == .success && scene.differences == "")
    }

    /// What goes wrong in the middle of a group is told of that file, or directory, and changes no other.
    @Test(arguments: 1...20) func oneFails(_ nth: Int) throws {
        let scene = try scene()
        let plan = FaultPlan([Fault(.fail(.permissionDenied), at: .apply, nth: nth)])
        let run = sync(scene.source, to: FaultyEndpoint(scene.destination, plan))
        #expect(run.status == .partial)
        let failed = run.log.errors.map(\.path)
        #expect(failed.count == 1)
        let now = try scene.destination.model()
        for path in scene.wanted.paths { #expect((now[path] == scene.wanted[path]) == (path != failed[0]), "\(path)") }
    }

    /// Setting them has made other versions of the files, which the next run must not take for changes.
    @Test func theNextRunFindsNothingToDo() throws {
        let directory = TemporaryDirectory()
        let scene = try scene()
        sync(scene.source, to: scene.destination, memory: .fresh(in: directory))
        let calls = FaultPlan()
        let run = sync(scene.source, to: FaultyEndpoint(scene.destination, calls), memory: .fresh(in: directory))
        #expect(run.status == .success)
        #expect(calls.count(of: .apply) == 0 && calls.count(of: .stage) == 0 && calls.count(of: .read) == 0)
    }

    @Test func aCancelledRunEnds() throws {
        let scene = try scene()
        let cancellation = Cancellation()
        let plan = FaultPlan([Fault(.run { cancellation.cancel() }, at: .apply, nth: 2)])
        let run = sync(scene.source, to: FaultyEndpoint(scene.destination, plan), cancellation: cancellation)
        #expect(run.status == .signal)
    }
}
