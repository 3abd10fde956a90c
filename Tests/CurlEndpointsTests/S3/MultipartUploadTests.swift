import FerryCore
import FerryEndpoints
import Glibc
import Synchronization
import Testing

@testable import CurlEndpoints

/// Uploads in parts, from their beginning to what a killed process left of them.
@Suite struct MultipartUploadTests {
    /// Two whole parts and a bit. Each block of 4 KiB is another one.
    private static let content = [UInt8](unsafeUninitializedCapacity: 17_000_000) { buffer, count in
        for start in stride(from: 0, to: buffer.count, by: 4096) {
            memset(buffer.baseAddress! + start, Int32(start / 4096 % 251), min(4096, buffer.count - start))
        }
        count = buffer.count
    }

    private var bytes: [UInt8] { Self.content }
    private let path = RelativePath(unchecked: Array("file".utf8))
    private let time = Metadata(modified: Timestamp(seconds: 5, nanoseconds: 250_000_000))

    private func request(_ token: ResumeToken? = nil) -> StageRequest {
        StageRequest(path: path, size: Int64(bytes.count), metadata: time, resuming: token)
    }

    private func write(_ bytes: some Collection<UInt8>, to file: any StagedFile, at offset: Int64 = 0) throws {
        try Array(bytes).withUnsafeBytes { (raw) throws in try file.write(raw, at: offset) }
    }

    /// What a process that is killed after `count` bytes leaves.
    private func leave(_ count: Int, on endpoint: any Endpoint) throws -> ResumeToken {
        let file = try endpoint.stage(request())
        try write(bytes[..<count], to: file)
        return try file.checkpoint()
    }

    private func parts(_ store: StubStore) -> Int {
        store.requests.filter { $0.method == "PUT" && $0[query: "partNumber"] != nil }.count
    }

    @Test func otherMetadataAtTheEndGivesTheTagOfTheObjectThatHasThem() throws {
        let store = StubStore(ObjectShelf().answer)
        for endpoint in [try S3Subject.memory.endpoint(), try store.endpoint()] as [any Endpoint] {
            let file = try endpoint.stage(request())
            try write(bytes, to: file)
            let late = Metadata(modified: Timestamp(seconds: 77), permissions: 0o600)
            let entry = try file.commit(metadata: late, length: Int64(bytes.count)).entry
            let found = try #require(try endpoint.entry(at: path))
            #expect(found.version == entry.version && found.digest == entry.digest)
            #expect(found.modified == late.modified && found.permissions == 0o600)
            #expect(try endpoint.read(entry, range: nil).opened() != nil)
        }
    }

    @Test func partsThatAKilledProcessSentAreNotSentAgain() throws {
        let shelf = ObjectShelf()
        let store = StubStore(shelf.answer)
        let token = try leave(16_900_000, on: try store.endpoint())
        #expect(parts(store) == 2 && shelf.openUploads == 1 && shelf.keys.isEmpty)
        let file = try store.endpoint().stage(request(token))
        #expect(file.resumedLength == 0)
        try write(bytes, to: file)
        let committed = try file.commit(metadata: time, length: Int64(bytes.count))
        #expect(parts(store) == 3 && committed.isConfirmed && file.unsentLength == 2 * 8 << 20)
        #expect(shelf.bytes("file") == bytes && shelf.openUploads == 0)
        #expect(store.requests.filter { $0[query: "uploads"] != nil }.count == 1)
    }

    @Test func partsOfWhatHasChangedSinceAreSentAgain() throws {
        let shelf = ObjectShelf()
        let store = StubStore(shelf.answer)
        let token = try leave(16_900_000, on: try store.endpoint())
        let file = try store.endpoint().stage(request(token))
        var changed = bytes
        changed[10_000_000] ^= 1
        try write(changed, to: file)
        _ = try file.commit(metadata: time, length: Int64(bytes.count))
        #expect(parts(store) == 4 && shelf.bytes("file") == changed && file.unsentLength == 8 << 20)
    }

    @Test func aRealStoreGoesOnToo() throws {
        let endpoint = try S3Subject.memory.endpoint()
        let token = try leave(16_900_000, on: endpoint)
        #expect(try endpoint.entry(at: path) == nil)
        let file = try endpoint.stage(request(token))
        try write(bytes, to: file)
        let committed = try file.commit(metadata: time, length: Int64(bytes.count))
        #expect(committed.isConfirmed)
        #expect(try endpoint.read(committed.entry, range: nil).digest(by: .md5) == Hasher.digest(bytes, .md5))
    }

    @Test func anUploadThatIsGoneCannotBeResumed() throws {
        let endpoint = try S3Subject.memory.endpoint()
        let token = try leave(16_900_000, on: endpoint)
        try endpoint.stage(request(token)).discard()
        #expect(throws: EndpointError.self) { try endpoint.stage(request(token)) }
        let other = StageRequest(
            path: RelativePath(unchecked: Array("other".utf8)), resuming: try leave(16_900_000, on: endpoint))
        #expect(throws: EndpointError.self) { try endpoint.stage(other) }
        #expect(throws: EndpointError.self) { try endpoint.stage(request(ResumeToken(bytes: Array("1.5 - ".utf8)))) }
    }

    @Test func anEmptyFileInPlaceOfAnUploadIsAnObject() throws {
        let shelf = ObjectShelf()
        let store = StubStore(shelf.answer)
        let token = try leave(16_900_000, on: try store.endpoint())
        let file = try store.endpoint().stage(StageRequest(path: path, size: 0, resuming: token))
        _ = try file.commit(metadata: time, length: 0)
        #expect(shelf.bytes("file") == [] && shelf.openUploads == 0)
    }

    @Test func whatIsDroppedIsGivenUpAndWhatWasCheckpointedIsNot() throws {
        let shelf = ObjectShelf()
        let store = StubStore(shelf.answer)
        var file: (any StagedFile)? = try store.endpoint().stage(request())
        try write(bytes[..<16_900_000], to: file!)
        #expect(shelf.openUploads == 1)
        file = nil
        #expect(shelf.openUploads == 0)
        _ = try leave(16_900_000, on: store.endpoint())
        #expect(shelf.openUploads == 1)
    }

    @Test func anInterruptedRunLeavesNoUploadBehind() throws {
        let shelf = ObjectShelf()
        let cancellation = Cancellation()
        let store = StubStore(cancellation: cancellation, shelf.answer)
        let file = try store.endpoint().stage(request())
        try write(bytes[..<16_900_000], to: file)
        cancellation.cancel()
        file.discard()
        #expect(shelf.openUploads == 0 && shelf.keys.isEmpty)
    }

    @Test func anUploadWithoutAWholePartHasNothingToFindAgain() throws {
        let store = StubStore(ObjectShelf().answer)
        let file = try store.endpoint().stage(request())
        try write(bytes[..<1000], to: file)
        #expect(throws: EndpointError.self) { try file.checkpoint() }
        file.discard()
    }

    @Test func aListOfPartsOfManyPagesIsReadToItsEnd() throws {
        let shelf = ObjectShelf()
        shelf.content.withLock { $0.mostParts = 1 }
        let store = StubStore(shelf.answer)
        let token = try leave(16_900_000, on: try store.endpoint())
        let file = try store.endpoint().stage(request(token))
        try write(bytes, to: file)
        _ = try file.commit(metadata: time, length: Int64(bytes.count))
        let pages = store.requests.filter { $0.method == "GET" && $0[query: "uploadId"] != nil }
        #expect(pages.map { $0[query: "part-number-marker"] } == [nil, "1"])
        #expect(parts(store) == 3 && file.unsentLength == 2 * 8 << 20 && shelf.bytes("file") == bytes)
    }

    /// The same page again and again, and one that does not say where the next one begins.
    @Test(arguments: ["<NextPartNumberMarker>1</NextPartNumberMarker>", ""])
    func aListOfPartsWithoutAnEndIsAnError(_ marker: String) throws {
        let store = StubStore { _ in
            .init(body: "<ListPartsResult><IsTruncated>true</IsTruncated>\(marker)</ListPartsResult>")
        }
        let token = S3ResumeToken(metadata: time, upload: "u").token
        #expect(code { _ = try store.endpoint().stage(request(token)) } == .protocolViolation)
        #expect(store.requests.count <= 2)
    }
}
