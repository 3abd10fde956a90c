import CurlEndpoints
import FerryCore
import FerryEndpoints
import Servers
import Synchronization
import Testing

/// Objects whose tags tell nothing, and stores that keep checksums of content.
@Suite struct ChecksumTests {
    private static let part = 6 << 20
    private let path = RelativePath(unchecked: Array("file".utf8))
    private let shelf = ObjectShelf()
    private let store: StubStore
    private let bytes = [UInt8](repeating: 5, count: Self.part) + Array(repeating: 6, count: Self.part) + [7, 8, 9]

    init() {
        store = StubStore(shelf.answer)
    }

    private var encrypted: S3Settings {
        var settings = S3Settings()
        settings.encryption = .managed(key: nil)
        return settings
    }

    private func put(_ bytes: [UInt8], on endpoint: any Endpoint) throws -> Committed {
        let file = try endpoint.stage(StageRequest(path: path, size: Int64(bytes.count)))
        try bytes.withUnsafeBytes { (raw) throws in try file.write(raw, at: 0) }
        return try file.commit(metadata: Metadata(), length: Int64(bytes.count))
    }

    /// All of the old object but its end, which is new.
    private func compose(on endpoint: any Endpoint) throws -> any StagedFile {
        let entry = try #require(try endpoint.entry(at: path))
        let file = try endpoint.stage(StageRequest(path: path, size: Int64(Self.part + 2)))
        try file.copy(ByteRange(offset: 3, length: Int64(Self.part)), of: entry, at: 0)
        try [UInt8(1), 2].withUnsafeBytes { (raw) throws in try file.write(raw, at: Int64(Self.part)) }
        return file
    }

    @Test func aStoreThatKeepsChecksumsConfirmsEncryptedObjects() throws {
        shelf.content.withLock { $0.encryption = .hidesTagsAndKeepsChecksums }
        let endpoint = try store.endpoint(encrypted)
        #expect(try put([1, 2, 3], on: endpoint).isConfirmed)
        #expect(try put(bytes, on: endpoint).isConfirmed)
        let file = try compose(on: endpoint)
        let told = try #require(try file.storedDigests(by: .sha256))
        let copied = Array(bytes[3..<(Self.part + 3)])
        let range = ByteRange(offset: 0, length: Int64(Self.part))
        #expect(told == [StoredDigest(Hasher.digest(copied, .sha256), of: range)])
        _ = try file.commit(metadata: Metadata(), length: Int64(Self.part + 2))
        #expect(shelf.bytes("file") == copied + [1, 2])
    }

    @Test func withoutChecksumsNothingIsKnownOfEncryptedObjects() throws {
        shelf.content.withLock { $0.encryption = .hidesTags }
        let endpoint = try store.endpoint(encrypted)
        #expect(try !put([1, 2, 3], on: endpoint).isConfirmed)
        #expect(try !put(bytes, on: endpoint).isConfirmed)
        let file = try compose(on: endpoint)
        #expect(try file.storedDigests(by: .sha256) == nil)
        file.discard()
    }

    @Test func aWrongChecksumIsCorruption() throws {
        let shelf = shelf
        shelf.content.withLock { $0.encryption = .hidesTagsAndKeepsChecksums }
        let wrong = "x-amz-checksum-sha256: " + Base64.encode(Hasher.digest([0], .sha256).bytes)
        let lying = StubStore { request in
            var answer = shelf.answer(request)
            answer.headers = answer.headers.map { $0.hasPrefix("x-amz-checksum-sha256") ? wrong : $0 }
            return answer
        }
        #expect(throws: EndpointError.self) { try put([1, 2, 3], on: lying.endpoint(encrypted)) }
        #expect(throws: EndpointError.self) { try put(bytes, on: lying.endpoint(encrypted)) }
    }

    @Test func partsOfEncryptedObjectsAreFoundAgainByTheirChecksums() throws {
        shelf.content.withLock { $0.encryption = .hidesTagsAndKeepsChecksums }
        let bytes = [UInt8](repeating: 5, count: 17_000_000)
        let file = try store.endpoint(encrypted).stage(StageRequest(path: path, size: Int64(bytes.count)))
        try bytes[..<16_900_000].withUnsafeBytes { (raw) throws in try file.write(raw, at: 0) }
        let token = try file.checkpoint()
        let request = StageRequest(path: path, size: Int64(bytes.count), resuming: token)
        let again = try store.endpoint(encrypted).stage(request)
        try bytes.withUnsafeBytes { (raw) throws in try again.write(raw, at: 0) }
        #expect(try again.commit(metadata: Metadata(), length: Int64(bytes.count)).isConfirmed)
        #expect(store.requests.filter { $0[query: "partNumber"] != nil }.count == 3)
        #expect(shelf.bytes("file") == bytes)
    }

    // MARK: Of what is there

    private func offered(_ headers: [String], _ algorithm: DigestAlgorithm) throws -> OfferedDigest? {
        let store = StubStore { _ in .init(headers: ["ETag: \"x-2\""] + headers, body: "x") }
        let entry = Entry(path: path, kind: .file, size: 1, version: .tag("x-2"))
        let offered = try #require(try store.endpoint().digests).digest(of: entry, range: nil, by: algorithm)
        #expect(store.requests.allSatisfy { $0.headers["x-amz-checksum-mode"] == "ENABLED" })
        return offered
    }

    @Test func checksumsOfWholeObjectsAreDigestsThatTheStoreComputed() throws {
        let crc = Hasher.digest([1, 2, 3], .crc64nvme)
        let header = "x-amz-checksum-crc64nvme: " + Base64.encode(crc.bytes)
        #expect(try offered([header], .crc64nvme) == OfferedDigest(crc, isComputed: true))
        #expect(try offered([header, "x-amz-checksum-type: FULL_OBJECT"], .crc64nvme)?.isComputed == true)
        #expect(try offered([header, "x-amz-checksum-type: COMPOSITE"], .crc64nvme) == nil)
        #expect(try offered([header + "-2"], .crc64nvme) == nil)
        #expect(try offered([header], .sha256) == nil)
    }

    /// A small object is fetched then by the only request about it; of a large one the store is still asked.
    @Test func aStoreThatTellsNoneIsNotAskedForEver() throws {
        let crc = Base64.encode(Hasher.digest([1, 2, 3], .crc32c).bytes)
        let store = StubStore { _ in .init(headers: ["ETag: \"x-2\"", "x-amz-checksum-crc32c: \(crc)"], body: "x") }
        let role = try #require(try store.endpoint().digests)
        func ask(_ algorithm: DigestAlgorithm, size: Int64 = 1) throws -> Bool {
            let before = store.requests.count
            let entry = Entry(path: path, kind: .file, size: size, version: .tag("x-2"))
            _ = try role.digest(of: entry, range: nil, by: algorithm)
            return store.requests.count > before
        }
        #expect(try (0..<20).filter { _ in try ask(.sha256) }.count == 8)
        #expect(try ask(.sha256, size: 1 << 20))
        #expect(try (0..<20).filter { _ in try ask(.crc32c) }.count == 20)
    }

    @Test func whatMetadataSayIsAClaim() throws {
        let md5 = Hasher.digest([1], .md5)
        let sha256 = Hasher.digest([1], .sha256)
        #expect(
            try offered(["x-amz-meta-sha256: \(sha256.hexadecimal)"], .sha256)
                == OfferedDigest(sha256, isComputed: false))
        for header in [
            "x-amz-meta-md5chksum: " + Base64.encode(md5.bytes),
            "x-amz-meta-s3cmd-attrs: atime:1/md5:\(md5.hexadecimal)/mode:33188",
        ] {
            #expect(try offered([header], .md5) == OfferedDigest(md5, isComputed: false))
        }
        #expect(try offered(["x-amz-meta-sha256: no"], .sha256) == nil)
    }

    @Test func aSmallObjectSaysWhatItIsWhereTheSignatureCoversIt() throws {
        _ = try put([1, 2, 3], on: try store.endpoint())
        let digest = Hasher.digest([1, 2, 3], .sha256).hexadecimal
        #expect(store.requests[0].headers["x-amz-meta-sha256"] == digest)
    }

    /// A real one of another make, which keeps checksums but no secrets.
    @Test func motoTellsChecksums() throws {
        let endpoint = try S3Subject.moto.endpoint(encrypted)
        _ = try put([1, 2, 3], on: endpoint)
        let entry = try #require(try endpoint.entry(at: path))
        let offered = try #require(endpoint.digests).digest(of: entry, range: nil, by: .sha256)
        #expect(offered == OfferedDigest(Hasher.digest([1, 2, 3], .sha256), isComputed: true))
    }
}
