import FerryCore
import FerryEndpoints
import Synchronization
import Testing

@Suite struct ConnectionLimitTests {
    /// Counts the calls at a time, on the inside of the limit.
    private struct Counting: EndpointDecorator {
        let base: any Endpoint
        let gauge: Gauge

        func around<Result>(
            _ call: EndpointCall, _ path: RelativePath?, _ body: () throws(EndpointError) -> Result
        ) throws(EndpointError) -> Result {
            gauge.change(1)
            defer { gauge.change(-1) }
            return try body()
        }

        func decorating(_ sibling: any Endpoint) -> any Endpoint { Counting(base: sibling, gauge: gauge) }
    }

    private final class Gauge: Sendable {
        private let values = Mutex((now: 0, most: 0))

        var most: Int { values.withLock { $0.most } }
        var now: Int { values.withLock { $0.now } }

        func change(_ by: Int) {
            values.withLock { values in
                values.now += by
                values.most = max(values.most, values.now)
            }
        }
    }

    @Test(arguments: [1, 3]) func noMoreCallsAtATime(_ limit: Int) throws {
        let gauge = Gauge()
        let slow = MemoryEndpoint(MemoryOptions(latency: 0.001))
        let endpoint = LimitedEndpoint(Counting(base: slow, gauge: gauge), ConnectionLimit(limit))
        let threads = (0..<8).map { thread in
            WorkerThread {
                for index in 0..<5 {
                    _ = try? endpoint.entry(at: path("a"))
                    let file = try? endpoint.stage(StageRequest(path: path("\(thread)-\(index)")))
                    _ = try? file?.commit(metadata: Metadata(), length: 0)
                }
            }
        }
        for thread in threads { thread.join() }
        #expect(gauge.most <= limit)
        #expect(limit == 1 || gauge.most > 1)
        #expect(try slow.list(ListingRequest(recursive: false)).next()?.count == 40)
    }

    @Test func openReadersAndStagedFilesDoNotExcludeEachOther() throws {
        let endpoint = LimitedEndpoint(MemoryEndpoint(), ConnectionLimit(1))
        let entry = try endpoint.stage(StageRequest(path: path("a"))).commit(metadata: Metadata(), length: 0).entry
        let readers = try (0..<5).map { _ in try endpoint.read(entry, range: nil) }
        let files = try (0..<5).map { try endpoint.stage(StageRequest(path: path("\($0)"))) }
        for file in files { _ = try file.commit(metadata: Metadata(), length: 0) }
        for reader in readers { try reader.verifyUnchanged() }
    }

    /// Filter files are read while their directory is listed.
    @Test func aSelectionReadsOverTheConnectionOfItsListing() throws {
        let endpoint = LimitedEndpoint(MemoryEndpoint(), ConnectionLimit(1))
        try endpoint.createDirectory(at: path("directory"), metadata: Metadata())
        let listing = try endpoint.list(ListingRequest(selection: Reading(endpoint: endpoint)))
        #expect(try listing.next()?.count == 1)
        #expect(try endpoint.entry(at: path("directory")) != nil)
    }

    private struct Reading: Selection {
        let endpoint: any Endpoint

        func includes(_ path: RelativePath, isDirectory: Bool) -> Bool { true }

        func entering(_ directory: RelativePath) throws(EndpointError) -> any Selection {
            _ = try endpoint.entry(at: directory.appending(name: Array(".rules".utf8)))
            return self
        }
    }

    @Test func cancellationEndsTheWaitForAConnection() throws {
        let cancellation = Cancellation()
        let limit = ConnectionLimit(1, cancellation: cancellation)
        let endpoint = LimitedEndpoint(MemoryEndpoint(MemoryOptions(latency: 0.3)), limit)
        let busy = WorkerThread { _ = try? endpoint.entry(at: .root) }
        let waiting = (0..<3).map { _ in WorkerThread { _ = try? endpoint.entry(at: .root) } }
        cancellation.cancel()
        for thread in waiting + [busy] { thread.join() }
        #expect(limit.limit == 1)
    }

    /// Refuses calls while more than so many are made at a time.
    private struct Busy: EndpointDecorator {
        let base: any Endpoint
        let gauge: Gauge
        let most: Int

        func around<Result>(
            _ call: EndpointCall, _ path: RelativePath?, _ body: () throws(EndpointError) -> Result
        ) throws(EndpointError) -> Result {
            gauge.change(1)
            defer { gauge.change(-1) }
            if gauge.now > most {
                throw EndpointError(.throttled(retryAfter: nil), .look, path: path, location: location)
            }
            return try body()
        }

        func decorating(_ sibling: any Endpoint) -> any Endpoint { Busy(base: sibling, gauge: gauge, most: most) }
    }

    /// Calls on many threads until each has had so many successes.
    private func hammer(
        _ endpoint: any Endpoint, threads: Int, successes: Int, refused: @escaping @Sendable () -> Void = {}
    ) -> Int {
        let refusals = Mutex(0)
        let workers = (0..<threads).map { _ in
            WorkerThread {
                var done = 0
                while done < successes {
                    if (try? endpoint.entry(at: path("a"))) != nil {
                        done += 1
                    } else {
                        refusals.withLock { $0 += 1 }
                        refused()
                    }
                }
            }
        }
        for worker in workers { worker.join() }
        return refusals.withLock { $0 }
    }

    @Test func whoIsAskedForPatienceMakesFewerCallsAtATime() throws {
        let memory = MemoryEndpoint(MemoryOptions(latency: 0.001))
        _ = try memory.stage(StageRequest(path: path("a"))).commit(metadata: Metadata(), length: 0)
        let limit = ConnectionLimit(16)
        let busy = Busy(base: memory, gauge: Gauge(), most: 4)
        // In the end there may be more again: the last threads have it all to themselves.
        let fewest = Mutex(16)
        let refusals = hammer(LimitedEndpoint(busy, limit), threads: 16, successes: 40) {
            fewest.withLock { $0 = min($0, limit.present) }
        }
        #expect(refusals > 0 && refusals < 16 * 40 / 2, "\(refusals)")
        #expect(fewest.withLock { $0 } <= 8)
    }

    @Test func patienceEndsWhenAllGoesWell() throws {
        let memory = MemoryEndpoint()
        _ = try memory.stage(StageRequest(path: path("a"))).commit(metadata: Metadata(), length: 0)
        let limit = ConnectionLimit(8)
        let never = LimitedEndpoint(Busy(base: memory, gauge: Gauge(), most: 0), limit)
        for _ in 0..<5 { _ = try? never.entry(at: path("a")) }
        #expect(limit.present == 1)
        let always = LimitedEndpoint(memory, limit)
        for _ in 0..<100 { _ = try always.entry(at: path("a")) }
        #expect(limit.present == 8)
    }
}
