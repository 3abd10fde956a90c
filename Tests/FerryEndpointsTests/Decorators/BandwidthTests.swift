import FerryCore
import FerryEndpoints
import Synchronization
import Testing

@Suite struct BandwidthTests {
    private let clock = ManualClock()

    private func write(_ count: Int, to endpoint: any Endpoint) throws -> Entry {
        let file = try endpoint.stage(StageRequest(path: path("file")))
        try [UInt8](repeating: 7, count: count).withUnsafeBytes { try file.write($0, at: 0) }
        return try file.commit(metadata: Metadata(), length: Int64(count)).entry
    }

    private func read(_ entry: Entry, from endpoint: any Endpoint) throws -> Int {
        let reader = try endpoint.read(entry, range: nil)
        var buffer = [UInt8](repeating: 0, count: 1 << 20)
        var total = 0
        while true {
            let count = try buffer.withUnsafeMutableBytes { try reader.read(into: $0) }
            if count == 0 { return total }
            total += count
        }
    }

    @Test func theRateIsKept() throws {
        let limit = TokenBucket(bytesPerSecond: 100_000, clock: clock)
        _ = try write(1_000_000, to: ThrottledEndpoint(MemoryEndpoint(), limit))
        #expect((9.8...10.1).contains(clock.now))
    }

    @Test func theFlowIsEven() throws {
        let limit = TokenBucket(bytesPerSecond: 100_000, clock: clock)
        _ = try write(1_000_000, to: ThrottledEndpoint(MemoryEndpoint(), limit))
        #expect(clock.waits.max()! <= 0.11)
    }

    @Test func aPauseIsNotMadeUpFor() throws {
        let limit = TokenBucket(bytesPerSecond: 100_000, clock: clock)
        let endpoint = ThrottledEndpoint(MemoryEndpoint(), limit)
        _ = try write(1, to: endpoint)
        _ = clock.wait(3600, unless: Cancellation())
        _ = try write(1_000_000, to: endpoint)
        #expect((3609.8...3610.1).contains(clock.now))
    }

    @Test func onlyOneSideCounts() throws {
        let limit = TokenBucket(bytesPerSecond: 100_000, counting: .reads, clock: clock)
        let endpoint = ThrottledEndpoint(MemoryEndpoint(), limit)
        let entry = try write(500_000, to: endpoint)
        #expect(clock.now == 0)
        #expect(try read(entry, from: endpoint) == 500_000)
        #expect((4.8...5.1).contains(clock.now))
    }

    @Test func severalTransfersShareTheRate() throws {
        let limit = TokenBucket(bytesPerSecond: 2_000_000)
        let (start, clock) = (SystemClock().now, SystemClock())
        let threads = (0..<4).map { _ in
            WorkerThread {
                let endpoint = ThrottledEndpoint(MemoryEndpoint(), limit)
                _ = try? BandwidthTests().write(100_000, to: endpoint)
            }
        }
        for thread in threads { thread.join() }
        // Only the lower bound is certain on a busy machine: 400 kB less the bucket and one slice for each thread.
        #expect(clock.now - start > 0.08)
    }

    @Test func cancellationEndsATransfer() throws {
        let cancellation = Cancellation()
        let limit = TokenBucket(bytesPerSecond: 10, cancellation: cancellation)
        let thread = WorkerThread { cancellation.cancel() }
        let error = try #require(throws: EndpointError.self) {
            _ = try write(1_000_000, to: ThrottledEndpoint(MemoryEndpoint(), limit))
        }
        thread.join()
        #expect(error.code == .cancelled)
    }

    /// What the kernel copies by itself is taken in slices, so that it is counted like all else.
    @Test func splicesAreSliced() throws {
        let limit = TokenBucket(bytesPerSecond: 100_000, clock: clock)
        let base = SplicingEndpoint(base: MemoryEndpoint())
        let file = try ThrottledEndpoint(base, limit).stage(StageRequest(path: path("file")))
        #expect(try file.splice(from: NoBytes(), length: 1_000_000, at: 0) == 1_000_000)
        #expect((9.8...10.1).contains(clock.now))
        #expect(clock.waits.max()! <= 0.11)
        file.discard()
    }
}

/// A staged file that takes whatever it is told to splice.
private struct SplicingEndpoint: EndpointDecorator {
    let base: any Endpoint

    func around<Result>(
        _ call: EndpointCall, _ path: RelativePath?, _ body: () throws(EndpointError) -> Result
    ) throws(EndpointError) -> Result {
        try body()
    }

    func decorating(_ sibling: any Endpoint) -> any Endpoint { SplicingEndpoint(base: sibling) }

    func stage(_ request: StageRequest) throws(EndpointError) -> any StagedFile {
        SplicingFile(base: try base.stage(request))
    }
}

private final class SplicingFile: StagedFile {
    private let base: any StagedFile

    init(base: any StagedFile) {
        self.base = base
    }

    func splice(from reader: any ByteReader, length: Int64, at offset: Int64) -> Int64 { length }

    func write(_ bytes: UnsafeRawBufferPointer, at offset: Int64) {}

    func copy(_ range: ByteRange, of entry: Entry, at offset: Int64) {}

    func hole(_ range: ByteRange) {}

    func checkpoint() throws(EndpointError) -> ResumeToken { try base.checkpoint() }

    func synchronize() {}

    func commit(metadata: Metadata, length: Int64) throws(EndpointError) -> Committed {
        try base.commit(metadata: metadata, length: length)
    }

    func keep(at path: RelativePath) throws(EndpointError) { try base.keep(at: path) }

    func discard() { base.discard() }
}

private final class NoBytes: ByteReader {
    func read(into buffer: UnsafeMutableRawBufferPointer) -> Int { 0 }

    func verifyUnchanged() {}
}
