import CurlEndpoints
import FerryCore
import FerryEndpoints
import Glibc
import Synchronization
import Testing

/// Reading large objects in ranges, and copying them without reading them.
@Suite struct S3ReaderTests {
    /// Three ranges. Each block of 4 KiB is another one.
    private static let content = [UInt8](unsafeUninitializedCapacity: 25_000_000) { buffer, count in
        for start in stride(from: 0, to: buffer.count, by: 4096) {
            memset(buffer.baseAddress! + start, Int32(start / 4096 % 251), min(4096, buffer.count - start))
        }
        count = buffer.count
    }

    private var bytes: [UInt8] { Self.content }
    private let shelf = ObjectShelf()
    private let store: StubStore

    init() {
        let shelf = self.shelf
        store = StubStore(shelf.answer)
        shelf.put("file", Self.content)
    }

    private func path(_ text: String) -> RelativePath { RelativePath(unchecked: Array(text.utf8)) }

    private func ranges(_ store: StubStore) -> [String] {
        store.requests.filter { $0.method == "GET" }.compactMap { $0.headers["range"] }.sorted()
    }

    @Test func aLargeObjectComesInRangesThatAreOneVersion() throws {
        let endpoint = try store.endpoint()
        let entry = try #require(try endpoint.entry(at: path("file")))
        #expect(try endpoint.read(entry, range: nil).digest(by: .sha256) == Hasher.digest(bytes, .sha256))
        #expect(ranges(store) == ["bytes=0-8388607", "bytes=16777216-24999999", "bytes=8388608-16777215"])
        #expect(store.requests.filter { $0.method == "GET" }.allSatisfy { $0.headers["if-match"] != nil })
    }

    @Test func aRangeThatIsAskedForIsCutInTheSameWay() throws {
        let endpoint = try store.endpoint()
        let entry = try #require(try endpoint.entry(at: path("file")))
        let reader = try endpoint.read(entry, range: ByteRange(offset: 1000, length: 20_000_000))
        #expect(try reader.digest(by: .md5) == Hasher.digest(Array(bytes[1000..<20_001_000]), .md5))
        #expect(ranges(store) == ["bytes=1000-8389607", "bytes=8389608-20000999"])
    }

    @Test func oneWrongByteInAnyRangeIsCorruption() throws {
        let shelf = shelf
        let lying = StubStore { request in
            var answer = shelf.answer(request)
            if request.headers["range"]?.hasPrefix("bytes=8388608-") == true { answer.body[5] ^= 1 }
            return answer
        }
        let endpoint = try lying.endpoint()
        let entry = try #require(try endpoint.entry(at: path("file")))
        #expect { _ = try endpoint.read(entry, range: nil).digest(by: .md5) } throws: { error in
            (error as? EndpointError)?.code == .corrupted
        }
    }

    /// A store may say nothing while it copies.
    @Test func copiesMayTakeLong() throws {
        let shelf = shelf
        let slow = StubStore(stallTimeout: 1) { request in
            if request.headers["x-amz-copy-source"] != nil { sleep(4) }
            return shelf.answer(request)
        }
        _ = try slow.endpoint().apply(Metadata(modified: Timestamp(seconds: 7)), to: path("file"), kind: .file)
        #expect(shelf.content.withLock { $0.objects["file"]?.headers.contains("x-amz-meta-mtime: 7") } == true)
    }

    /// Of objects in parts the tag tells it too, where it is known how long they are; or whoever wrote it has said a digest.
    @Test(arguments: ["parts", "rclone"]) func oneWrongByteOfAnObjectInPartsIsCorruption(_ writer: String)
        throws
    {
        let endpoint = try store.endpoint()
        let file = try endpoint.stage(StageRequest(path: path("large"), size: Int64(bytes.count)))
        try bytes.withUnsafeBytes { (raw) throws in try file.write(raw, at: 0) }
        _ = try file.commit(metadata: Metadata(), length: Int64(bytes.count))
        let digest = Hasher.digest(bytes, .md5)
        shelf.content.withLock { content in
            let claim = "x-amz-meta-md5chksum: \(Base64.encode(digest.bytes))"
            if writer == "rclone" { content.objects["large"]?.headers = [claim] }
        }
        let entry = try #require(try endpoint.entry(at: path("large")))
        #expect(entry.digest == nil)
        #expect(try endpoint.read(entry, range: nil).digest(by: .sha256) == Hasher.digest(bytes, .sha256))
        let shelf = shelf
        let lying = StubStore { request in
            var answer = shelf.answer(request)
            if request.headers["range"]?.hasPrefix("bytes=8388608-") == true { answer.body[5] ^= 1 }
            return answer
        }
        #expect { _ = try lying.endpoint().read(entry, range: nil).digest(by: .sha256) } throws: { error in
            (error as? EndpointError)?.code == .corrupted
        }
    }

    /// Their parts are of other lengths than those of ferry's usual plan.
    @Test func composedObjectsSayNothingOfTheirParts() throws {
        let endpoint = try store.endpoint()
        let entry = try #require(try endpoint.entry(at: path("file")))
        var request = StageRequest(path: path("composed"), size: Int64(bytes.count))
        request.isComposed = true
        let file = try endpoint.stage(request)
        try bytes[..<6_000_000].withUnsafeBytes { (raw) throws in try file.write(raw, at: 0) }
        try file.copy(ByteRange(offset: 6_000_000, length: Int64(bytes.count) - 6_000_000), of: entry, at: 6_000_000)
        _ = try file.commit(metadata: Metadata(), length: Int64(bytes.count))
        let composed = try #require(try endpoint.entry(at: path("composed")))
        #expect(try endpoint.read(composed, range: nil).digest(by: .md5) == Hasher.digest(bytes, .md5))
    }

    @Test func anObjectThatIsReplacedWhileItIsReadIsNoMixture() throws {
        let shelf = shelf
        let changing = StubStore { request in
            if request.headers["range"]?.hasPrefix("bytes=8388608-") == true { shelf.put("file", [1, 2, 3]) }
            return shelf.answer(request)
        }
        let endpoint = try changing.endpoint()
        let entry = try #require(try endpoint.entry(at: path("file")))
        #expect { _ = try endpoint.read(entry, range: nil).digest(by: .md5) } throws: { error in
            (error as? EndpointError)?.code == .changedDuringTransfer
        }
    }

    // MARK: Copies in the store

    private func copy(_ slice: Int64, from endpoint: any Endpoint, to target: any Endpoint) throws -> Committed {
        let entry = try #require(try endpoint.entry(at: path("file")))
        let reader = try endpoint.read(entry, range: nil)
        let file = try target.stage(StageRequest(path: path("copy"), size: entry.size))
        var offset: Int64 = 0
        while offset < entry.size {
            let taken = try file.splice(from: reader, length: slice, at: offset)
            if taken == 0 { break }
            offset += taken
        }
        #expect(offset == entry.size)
        try reader.verifyUnchanged()
        return try file.commit(metadata: Metadata(modified: Timestamp(seconds: 9)), length: offset)
    }

    @Test func anObjectIsCopiedByTheStore() throws {
        let retrying = RetryingEndpoint(try store.endpoint(), RetryPolicy(firstDelay: 0.001))
        let committed = try copy(1 << 30, from: retrying, to: try store.endpoint())
        #expect(committed.isConfirmed && shelf.bytes("copy") == bytes)
        #expect(!store.requests.contains { $0.method == "GET" || !$0.body.isEmpty })
        #expect(try store.endpoint().entry(at: path("copy"))?.modified == Timestamp(seconds: 9))
    }

    /// Whoever looks after progress and cancellation takes little at a time.
    @Test func soItIsWhenLittleOfItIsTakenAtATime() throws {
        let committed = try copy(256 << 10, from: try store.endpoint(), to: try store.endpoint())
        #expect(committed.isConfirmed && shelf.bytes("copy") == bytes)
        let writes = store.requests.filter { $0.method != "HEAD" }
        #expect(writes.count == 1 && writes[0].headers["x-amz-copy-source"] == "bucket/file")
    }

    @Test func aCopyThatIsGivenUpMakesNothing() throws {
        let endpoint = try store.endpoint()
        let entry = try #require(try endpoint.entry(at: path("file")))
        let file = try endpoint.stage(StageRequest(path: path("copy"), size: entry.size))
        let reader = try endpoint.read(entry, range: nil)
        #expect(try file.splice(from: reader, length: 1000, at: 0) == 1000)
        #expect(throws: EndpointError.self) { try file.keep(at: path("copy")) }
        #expect(throws: EndpointError.self) { try file.commit(metadata: Metadata(), length: 1000) }
        file.discard()
        #expect(shelf.keys == ["file"])
    }

    @Test func aRealStoreCopiesTooAndNobodyElsesObjects() throws {
        let endpoint = try S3Subject.memory.endpoint()
        let file = try endpoint.stage(StageRequest(path: path("file"), size: Int64(bytes.count)))
        try bytes.withUnsafeBytes { (raw) throws in try file.write(raw, at: 0) }
        let entry = try file.commit(metadata: Metadata(), length: Int64(bytes.count)).entry
        for slice: Int64 in [1 << 20, 1 << 30] {
            let copied = try copy(slice, from: endpoint, to: endpoint).entry
            #expect(try endpoint.read(copied, range: nil).digest(by: .md5) == Hasher.digest(bytes, .md5))
        }
        let other = try store.endpoint().stage(StageRequest(path: path("copy"), size: entry.size))
        #expect(try other.splice(from: endpoint.read(entry, range: nil), length: entry.size, at: 0) == 0)
        other.discard()
    }

    // MARK: Composition

    /// A copy of the first 6 MiB of the old object, then new bytes.
    private func compose(on store: StubStore) throws -> (any StagedFile, Int64) {
        let endpoint = try store.endpoint()
        let entry = try #require(try endpoint.entry(at: path("file")))
        let file = try endpoint.stage(StageRequest(path: path("file"), size: 6_291_456 + 100))
        try file.copy(ByteRange(offset: 0, length: 6_291_456), of: entry, at: 0)
        try [UInt8](repeating: 7, count: 100).withUnsafeBytes { (raw) throws in try file.write(raw, at: 6_291_456) }
        return (file, entry.size)
    }

    @Test func copiedPartsTellTheirDigestsBeforeTheyAreTheObject() throws {
        let (file, _) = try compose(on: store)
        let copied = ByteRange(offset: 0, length: 6_291_456)
        let told = try #require(try file.storedDigests(by: .sha256))
        #expect(told == [StoredDigest(Hasher.digest(Array(bytes[..<6_291_456]), .md5), of: copied)])
        #expect(shelf.bytes("file") == bytes)
        _ = try file.commit(metadata: Metadata(), length: 6_291_556)
        #expect(shelf.bytes("file") == Array(bytes[..<6_291_456]) + [UInt8](repeating: 7, count: 100))
    }

    @Test func aStoreThatIgnoresTheRangeOfACopyTellsOnItself() throws {
        let shelf = shelf
        let careless = StubStore { request in
            guard request.headers["x-amz-copy-source-range"] != nil else { return shelf.answer(request) }
            let tag = ObjectShelf.md5(shelf.bytes("file")!)
            return .init(body: "<CopyPartResult><ETag>\"\(tag)\"</ETag></CopyPartResult>")
        }
        let (file, _) = try compose(on: careless)
        let told = try #require(try file.storedDigests(by: .md5))
        #expect(told.first?.digest != Hasher.digest(Array(bytes[..<6_291_456]), .md5))
        file.discard()
    }

    @Test func aCopyThatFailedInPassingIsOnePart() throws {
        let shelf = shelf
        let failures = Mutex(1)
        let flaky = StubStore { request in
            guard request.headers["x-amz-copy-source-range"] != nil,
                failures.withLock({ count in
                    count -= 1
                    return count == 0
                })
            else { return shelf.answer(request) }
            return .init(status: 503, headers: ["Retry-After: 0"], body: StubStore.error("SlowDown"))
        }
        let entry = try #require(try flaky.endpoint().entry(at: path("file")))
        let endpoint = RetryingEndpoint(try flaky.endpoint(), RetryPolicy(firstDelay: 0.001))
        let file = try endpoint.stage(StageRequest(path: path("file"), size: entry.size))
        for start in stride(from: Int64(0), to: 25_000_000, by: 6_000_000) {
            let length = min(6_000_000, 25_000_000 - start)
            try file.copy(ByteRange(offset: start, length: length), of: entry, at: start)
        }
        _ = try file.commit(metadata: Metadata(), length: entry.size)
        #expect(shelf.bytes("file") == bytes)
    }
}
