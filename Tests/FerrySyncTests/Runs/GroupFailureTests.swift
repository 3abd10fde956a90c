import FerryCore
import FerryEndpoints
import FerrySync
import Harness
import Testing

/// Files that are made durable together: what becomes of one of them is told of that one, and of no other.
@Suite struct GroupFailureTests {
    @Test func aGroupThatCannotBeMadeDurableIsToldFileByFile() throws {
        var tree = TreeModel()
        for number in 0..<40 { tree["f\(number)"] = .file("\(number)") }
        let scene = try Scene(wanted: tree, old: TreeModel())
        let plan = FaultPlan([Fault(.fail(.noSpace), at: .synchronizeFiles)])
        let run = sync(scene.source, to: FaultyEndpoint(scene.destination, plan))
        #expect(run.status == .partial)
        let told = Set(run.log.errors.compactMap(\.path))
        let now = try scene.destination.model()
        #expect(!told.isEmpty && told.count == run.log.errors.count)
        for path in tree.paths where !path.isRoot { #expect((now[path] == nil) == told.contains(path), "\(path)") }
        sync(scene.source, to: scene.destination)
        #expect(scene.differences == "")
    }
}
