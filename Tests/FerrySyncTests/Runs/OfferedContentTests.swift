import FerryCore
import FerryEndpoints
import FerrySync
import Testing

/// Comparing content where one side can say what it has without sending it.
@Suite struct OfferedContentTests {
    private struct Silent: FindingObserver {
        func observe(_ event: FindingEvent<Finding>) {}
    }

    private let plan = FaultPlan()
    private let local = MemoryEndpoint(MemoryOptions(roles: []))
    private let store = MemoryEndpoint(.objectStore)

    private func check(_ first: any Endpoint, _ second: any Endpoint) -> CheckResult {
        var options = CheckOptions()
        options.content = true
        let job = CheckJob(
            first: CheckSide(endpoint: first), second: CheckSide(endpoint: second), options: options)
        return CheckRun(job, observer: Silent()).run()
    }

    @Test func contentThatAStoreHasDigestedIsNotFetched() throws {
        let tree: TreeModel = ["a": .file("same"), "b": .file("text")]
        try local.write(tree)
        try store.write(tree)
        let watched = FaultyEndpoint(store, plan)
        #expect(check(local, watched).verdict == .same)
        #expect(check(watched, local).verdict == .same)
        #expect(plan.count(of: .openReader) == 0 && plan.count(of: .digest) > 0)
    }

    @Test func aDifferenceIsFoundByDigestsToo() throws {
        try local.write(["a": .file("same"), "b": .file("text")])
        try store.write(["a": .file("same"), "b": .file("tent")])
        #expect(check(local, FaultyEndpoint(store, plan)).counts.differing == 1)
        #expect(plan.count(of: .openReader) == 0)
    }

    @Test func whatNobodyDigestedIsRead() throws {
        let other = MemoryEndpoint(MemoryOptions(roles: []))
        try local.write(["a": .file("same")])
        try other.write(["a": .file("sane")])
        #expect(check(local, FaultyEndpoint(other, plan)).counts.differing == 1)
        #expect(plan.count(of: .openReader) == 1)
    }
}
