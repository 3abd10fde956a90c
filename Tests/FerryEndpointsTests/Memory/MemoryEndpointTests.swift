import FerryCore
import FerryEndpoints
import Testing

/// What the conformance suite does not ask: the settings of the endpoint in memory.
@Suite struct MemoryEndpointTests {
    private func put(
        _ name: String, _ count: Int = 0, on endpoint: any Endpoint, metadata: Metadata = Metadata()
    ) throws -> Entry {
        let file = try endpoint.stage(StageRequest(path: path(name)))
        try [UInt8](repeating: 1, count: count).withUnsafeBytes { try file.write($0, at: 0) }
        return try file.commit(metadata: metadata, length: Int64(count)).entry
    }

    @Test func spaceCountsStagedFilesAndComesBack() throws {
        let endpoint = MemoryEndpoint(MemoryOptions(space: 1000))
        _ = try put("a", 600, on: endpoint)
        let error = try #require(throws: EndpointError.self) { _ = try put("b", 600, on: endpoint) }
        #expect(error.code == .noSpace)
        #expect(endpoint.store.used == 600)
        try endpoint.remove(path("a"), kind: .file)
        _ = try put("b", 600, on: endpoint)
    }

    @Test func caseIsFoldedAndKept() throws {
        let endpoint = MemoryEndpoint(MemoryOptions(capabilities: Capabilities(isCaseSensitive: false)))
        _ = try put("Read.Me", on: endpoint)
        #expect(try endpoint.entry(at: path("read.me"))?.size == 0)
        _ = try put("READ.me", 5, on: endpoint)
        let items = try #require(try endpoint.list(ListingRequest()).next())
        #expect(items.count == 1)
        guard case .entry(let entry) = items[0] else { return }
        #expect("\(entry.path)" == "READ.me" && entry.size == 5)
    }

    @Test func timesComeFromTheClock() throws {
        let endpoint = MemoryEndpoint(MemoryOptions(clock: { Timestamp(seconds: 42) }))
        #expect(try put("a", on: endpoint).modified == Timestamp(seconds: 42))
    }

    @Test func pagesAreAsLongAsAsked() throws {
        let endpoint = MemoryEndpoint(MemoryOptions(pageSize: 4))
        for index in 0..<10 { _ = try put("\(index)", on: endpoint) }
        let listing = try endpoint.list(ListingRequest())
        var pages: [Int] = []
        while let page = try listing.next() { pages.append(page.count) }
        #expect(pages == [4, 4, 2])
    }

    @Test func forgottenBytesAreNoticed() throws {
        let endpoint = MemoryEndpoint()
        let file = try endpoint.stage(StageRequest(path: path("a")))
        try [UInt8](repeating: 1, count: 16).withUnsafeBytes { try file.write($0, at: 100) }
        let error = try #require(throws: EndpointError.self) {
            _ = try file.commit(metadata: Metadata(), length: 116)
        }
        #expect(error.code == .corrupted)
    }

    @Test func aStagedFileThatIsDroppedIsGone() throws {
        let endpoint = MemoryEndpoint()
        for _ in 0..<3 { _ = try endpoint.stage(StageRequest(path: path("a"))) }
        #expect(endpoint.store.stagedFiles == 0)
    }

    @Test func aCheckpointedFileThatIsDroppedIsALeftover() throws {
        let endpoint = MemoryEndpoint()
        _ = try endpoint.stage(StageRequest(path: path("a"))).checkpoint()
        #expect(endpoint.store.stagedFiles == 1)
        #expect(try endpoint.leftovers?.removeLeftovers(in: .root) == 1)
        #expect(endpoint.store.stagedFiles == 0)
    }

    @Test func latencyIsPaidPerCall() throws {
        let endpoint = MemoryEndpoint(MemoryOptions(latency: 0.01))
        let start = SystemClock().now
        for _ in 0..<5 { _ = try endpoint.entry(at: .root) }
        #expect(SystemClock().now - start >= 0.05)
    }

    @Test func filesMayBeTooLarge() throws {
        let endpoint = MemoryEndpoint(MemoryOptions(capabilities: Capabilities(largestFile: 10)))
        _ = try put("a", 10, on: endpoint)
        let error = try #require(throws: EndpointError.self) { _ = try put("b", 11, on: endpoint) }
        #expect(error.code == .unsupported)
    }

    @Test func anEndpointMayBeginWithoutItsRoot() throws {
        let store = MemoryStore()
        let endpoint = store.endpoint(at: path("new"))
        #expect(try endpoint.entry(at: .root) == nil)
        try endpoint.createDirectory(at: .root, metadata: Metadata())
        _ = try put("a", on: endpoint)
        #expect(try store.endpoint().entry(at: path("new/a")) != nil)
    }

    @Test func siblingsAreOfOneStore() throws {
        let (endpoint, other) = (MemoryEndpoint(), MemoryEndpoint())
        _ = try put("a", on: endpoint)
        let error = try #require(throws: EndpointError.self) {
            try endpoint.renaming!.rename(path("a"), to: path("b"), on: other)
        }
        #expect(error.code == .unsupported)
    }
}
