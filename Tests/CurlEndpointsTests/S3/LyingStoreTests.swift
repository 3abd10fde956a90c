import FerryCore
import FerryEndpoints
import Synchronization
import Testing

@testable import CurlEndpoints

/// Stores whose answers to an upload in parts do not fit what was sent, and copies in parts.
@Suite struct LyingStoreTests {
    private let path = RelativePath(unchecked: Array("file".utf8))
    private let bytes = [UInt8](repeating: 5, count: 17_000_000)
    private let shelf = ObjectShelf()

    private func put(on store: StubStore) throws {
        let file = try store.endpoint().stage(StageRequest(path: path, size: Int64(bytes.count)))
        do {
            try bytes.withUnsafeBytes { (raw) throws in try file.write(raw, at: 0) }
            _ = try file.commit(metadata: Metadata(), length: Int64(bytes.count))
        } catch {
            file.discard()
            throw error
        }
    }

    @Test(arguments: 1...3) func aWrongTagOfAPartIsCorruption(_ part: Int) throws {
        shelf.put("file", [1])
        let shelf = shelf
        let store = StubStore { request in
            var answer = shelf.answer(request)
            if request[query: "partNumber"] == "\(part)" { answer.headers = ["ETag: \"\(ObjectShelf.md5([0]))\""] }
            return answer
        }
        #expect(code { try put(on: store) } == .corrupted)
        #expect(shelf.bytes("file") == [1] && shelf.openUploads == 0)
        #expect(!store.requests.contains { $0.method == "POST" && $0[query: "uploadId"] != nil })
    }

    /// Of a store that put the parts together wrongly, or left one out.
    @Test func aWrongTagOfTheWholeIsCorruption() throws {
        let shelf = shelf
        let wrong = EntityTag.ofParts([Hasher.digest([0], .md5)]).prefix { $0 != "-" }
        let store = StubStore { request in
            var answer = shelf.answer(request)
            if request.method == "POST", request[query: "uploadId"] != nil {
                answer.body = Array("<CompleteMultipartUploadResult><ETag>\"\(wrong)-3\"</ETag></Complete".utf8)
                answer.body += Array("MultipartUploadResult>".utf8)
            }
            return answer
        }
        #expect(code { try put(on: store) } == .corrupted)
    }

    @Test func thePartsOfAnUploadAreSentWithTheirDigests() throws {
        let store = StubStore(shelf.answer)
        try put(on: store)
        let parts = store.requests.filter { $0[query: "partNumber"] != nil }
        #expect(parts.count == 3)
        for part in parts {
            #expect(part.headers["content-md5"] == Base64.encode(Hasher.digest(part.body, .md5).bytes))
        }
    }

    // MARK: Objects that one request cannot copy

    private func copy(on store: StubStore, length: Int64) throws {
        let client = try store.endpoint().client
        let head = try #require(try client.head(of: path.bytes))
        let source = CopySource(key: path.bytes, tag: head["etag"].map(EntityTag.plain), client: client)
        var copy = ObjectCopy(
            source: source, size: Int64(bytes.count), key: Array("copy".utf8),
            headers: [("x-amz-meta-team", "x")], client: client)
        copy.largestAtOnce = length
        copy.partLength = 6_000_000
        do { _ = try copy.make() } catch { throw error.error(.write, path, at: "") }
    }

    @Test(arguments: [(17_000_000, 0), (16_999_999, 3)]) func anObjectTooLargeForOneRequestIsCopiedInParts(
        _ largest: Int64, _ parts: Int
    ) throws {
        shelf.put("file", bytes)
        let store = StubStore(shelf.answer)
        try copy(on: store, length: largest)
        let ranges = store.requests.compactMap { $0.headers["x-amz-copy-source-range"] }.sorted()
        let all = ["bytes=0-5999999", "bytes=12000000-16999999", "bytes=6000000-11999999"]
        #expect(ranges == Array(all.prefix(parts)))
        #expect(shelf.bytes("copy") == bytes && shelf.openUploads == 0)
        #expect(shelf.content.withLock { $0.objects["copy"]?.headers.contains("x-amz-meta-team: x") } == true)
    }

    @Test func aCopyInPartsThatFailsLeavesNothing() throws {
        shelf.put("file", bytes)
        let shelf = shelf
        let store = StubStore { request in
            request[query: "partNumber"] == "2"
                ? .init(body: StubStore.error("InternalError")) : shelf.answer(request)
        }
        #expect(code { try copy(on: store, length: 1) } == .serverFailure)
        #expect(shelf.keys == ["file"] && shelf.openUploads == 0)
    }
}
