import CurlEndpoints
import FerryCore
import FerryEndpoints
import Testing

/// Objects that are made only where there is none.
@Suite struct ConditionalWriteTests {
    private let path = RelativePath(unchecked: Array("file".utf8))

    private func put(_ count: Int, sparing: Bool, on endpoint: any Endpoint) throws {
        var request = StageRequest(path: path, size: Int64(count))
        request.sparesExisting = sparing
        let file = try endpoint.stage(request)
        try [UInt8](repeating: 1, count: count).withUnsafeBytes { (raw) throws in try file.write(raw, at: 0) }
        do {
            _ = try file.commit(metadata: Metadata(), length: Int64(count))
        } catch {
            file.discard()
            throw error
        }
    }

    /// Of one request and in parts.
    @Test(arguments: [10, 17_000_000]) func whatCameInBetweenStays(_ count: Int) throws {
        let shelf = ObjectShelf()
        let store = StubStore(shelf.answer)
        shelf.put("file", [9])
        #expect(code { try put(count, sparing: true, on: try store.endpoint()) } == .alreadyExists)
        #expect(shelf.bytes("file") == [9] && shelf.openUploads == 0)
        try put(count, sparing: false, on: try store.endpoint())
        #expect(shelf.bytes("file")?.count == count)
    }

    @Test func aRealStoreHeedsIt() throws {
        for subject in [S3Subject.memory, S3Subject.moto] {
            let endpoint = try subject.endpoint()
            try put(10, sparing: true, on: endpoint)
            #expect(code { try put(20, sparing: true, on: endpoint) } == .alreadyExists)
            #expect(try endpoint.entry(at: path)?.size == 10)
        }
    }
}
