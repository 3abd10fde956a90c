import Harness
import Synchronization
import Testing

@testable import CurlEndpoints

/// `ferry` on a store that asks for patience.
@Suite struct BusyStoreTests {
    private static let busy = StubStore.Answer(
        status: 503, headers: ["Retry-After: 0"], body: StubStore.error("SlowDown", "reduce your request rate"))

    @Test func theFirstLookIsRepeated() {
        let directory = TemporaryDirectory()
        directory.write([1], "tree/a")
        let shelf = ObjectShelf()
        let count = Mutex(0)
        let store = StubStore { request in
            let number = count.withLock { count in
                count += 1
                return count
            }
            return number <= 2 ? Self.busy : shelf.answer(request)
        }
        let run = Program.ferry.run(
            ["sync", "--no-state", "tree/", "s3://bucket"], in: directory.path, environment: store.environment)
        #expect(run.status == 0 && shelf.keys == ["a"], "\(run.errorText)")
    }

    /// However many tries there may be: nothing has moved for as long as `--timeout` says.
    @Test(arguments: [0, 1, 2, 4]) func aSilentStoreIsWaitedForOnce(_ answers: Int) {
        let directory = TemporaryDirectory()
        for name in ["a", "b", "c", "d"] { directory.write([1], "tree/\(name)") }
        let shelf = ObjectShelf()
        let count = Mutex(0)
        let store = StubStore { request in
            let isSilent = count.withLock { count in
                count += 1
                return count > answers
            }
            guard isSilent else { return shelf.answer(request) }
            var answer = StubStore.Answer(bytes: [1, 2], cut: 0)
            answer.isSilent = true
            return answer
        }
        let start = ContinuousClock.now
        let run = Program.ferry.run(
            ["sync", "--no-state", "--parallel=1", "--timeout=2", "tree/", "s3://bucket"], in: directory.path,
            environment: store.environment)
        #expect(run.status == 30 && !run.errorText.isEmpty, "\(run.status) \(run.errorText)")
        #expect(start.duration(to: .now) < .seconds(6), "\(run.errorText)")
    }

    /// Nothing is wrong with the bucket's name: whoever tries again later may do better.
    @Test func patienceEnds() {
        let store = StubStore { _ in Self.busy }
        let run = Program.ferry.run(["list", "s3://bucket"], environment: store.environment)
        #expect(run.status == 30 && run.errorText.contains("SlowDown"), "\(run.status) \(run.errorText)")
        #expect(store.requests.count == 6)
    }
}
