import FerryCore
import FerryEndpoints
import Synchronization
import Testing

@testable import CurlEndpoints

/// What belongs to an object and goes on with it.
@Suite struct CarriedHeadersTests {
    private static let part = 6 << 20
    private static let kms = "x-amz-server-side-encryption"
    private let path = RelativePath(unchecked: Array("file".utf8))
    private let time = Metadata(modified: Timestamp(seconds: 77))
    private let shelf = ObjectShelf()
    private let store: StubStore
    private let bytes = [UInt8](repeating: 5, count: Self.part) + Array(repeating: 6, count: Self.part)

    /// What somebody has given an object.
    private let belongings = [
        "cache-control: no-store", "content-disposition: attachment", "content-encoding: x-own",
        "content-type: text/x-own", "x-amz-meta-team: x", "x-amz-storage-class: STANDARD_IA",
    ]
    /// What is true of its content only, or of the file that it was.
    private let claims = ["x-amz-meta-md5chksum: AAAA", "x-amz-meta-sha256: 00", "x-amz-meta-s3cmd-attrs: mode:33279"]
    private let ofFile = ["x-amz-meta-mode: 100640", "x-amz-meta-mtime: 5"]
    private let encryption = [
        "\(kms): aws:kms", "\(kms)-aws-kms-key-id: key-1", "\(kms)-bucket-key-enabled: true",
    ]

    init() {
        store = StubStore(shelf.answer)
        place("file")
    }

    private func place(_ key: String) {
        shelf.content.withLock { $0.put(key, bytes, belongings + claims + ofFile + encryption) }
    }

    private func headers(_ key: String = "file") -> [String] { headers(key, on: shelf) }

    /// Without what says how the object was sent.
    private func headers(_ key: String, on shelf: ObjectShelf) -> [String] {
        let all = shelf.content.withLock { $0.objects[key]?.headers.sorted() } ?? []
        return all.filter { !$0.hasPrefix("x-amz-meta-part-length") }
    }

    /// The old object with something before or behind it.
    private func compose(_ settings: S3Settings = S3Settings(), literalFirst: Bool = false) throws {
        let endpoint = try store.endpoint(settings)
        let entry = try #require(try endpoint.entry(at: path))
        let literal = [UInt8](repeating: 1, count: Self.part)
        let file = try endpoint.stage(
            StageRequest(path: path, size: Int64(bytes.count + literal.count), metadata: time))
        func write(at offset: Int) throws {
            try literal.withUnsafeBytes { (raw) throws in try file.write(raw, at: Int64(offset)) }
        }
        if literalFirst { try write(at: 0) }
        let range = ByteRange(offset: 0, length: Int64(bytes.count))
        try file.copy(range, of: entry, at: literalFirst ? Int64(literal.count) : 0)
        if !literalFirst { try write(at: bytes.count) }
        _ = try file.commit(metadata: time, length: Int64(bytes.count + literal.count))
        #expect(shelf.bytes("file") == (literalFirst ? literal + bytes : bytes + literal))
    }

    private func copy(_ endpoint: S3Endpoint, from source: S3Endpoint, opens: Bool) throws {
        let entry = try #require(try source.entry(at: path))
        let reader = try source.read(entry, range: nil)
        if opens { #expect(try reader.opened() != nil) }
        let target = RelativePath(unchecked: Array("copy".utf8))
        let file = try endpoint.stage(StageRequest(path: target, size: entry.size, metadata: time))
        var offset: Int64 = 0
        while offset < entry.size {
            let taken = try file.splice(from: reader, length: min(1 << 20, entry.size - offset), at: offset)
            try #require(taken > 0)
            offset += taken
        }
        _ = try file.commit(metadata: time, length: entry.size)
        #expect(shelf.bytes("copy") == bytes)
    }

    // MARK: Changed content

    @Test(arguments: [false, true]) func aChangedObjectKeepsWhatIsTrueOfIt(literalFirst: Bool) throws {
        try compose(literalFirst: literalFirst)
        #expect(headers() == (belongings + encryption + ["x-amz-meta-mtime: 77"]).sorted())
        #expect(store.requests.contains { $0.headers["x-amz-copy-source-range"] != nil })
    }

    @Test func optionsComeFirst() throws {
        var settings = S3Settings()
        settings.cacheControl = "public"
        settings.contentType = "text/x-new"
        settings.storageClass = "STANDARD"
        settings.metadata = [S3Settings.Header(name: "team", value: "y")]
        settings.encryption = .store
        try compose(settings)
        let expected = [
            "cache-control: public", "content-disposition: attachment", "content-encoding: x-own",
            "content-type: text/x-new", "x-amz-meta-mtime: 77", "x-amz-meta-team: y", "\(Self.kms): AES256",
            "x-amz-storage-class: STANDARD",
        ]
        #expect(headers() == expected.sorted())
    }

    /// Tags of parts of such objects are no digests: nobody may take them for some.
    @Test func whatIsEncryptedAsItWasHasNoDigests() throws {
        let entry = try #require(try store.endpoint().entry(at: path))
        let file = try store.endpoint().stage(StageRequest(path: path, size: Int64(bytes.count)))
        try file.copy(ByteRange(offset: 0, length: Int64(bytes.count)), of: entry, at: 0)
        #expect(try file.storedDigests(by: .md5) == nil)
        file.discard()
        let begun = try #require(store.requests.first { $0[query: "uploads"] != nil })
        #expect(begun.headers["x-amz-checksum-algorithm"] == "SHA256")
    }

    /// Nor may the right to write depend on that to read.
    @Test(arguments: [400, 403, 404]) func whoMayNotLookMayWrite(_ status: Int) throws {
        let shelf = shelf
        let store = StubStore { $0.method == "HEAD" ? .init(status: status) : shelf.answer($0) }
        let file = try store.endpoint().stage(StageRequest(path: path, size: Int64(bytes.count), metadata: time))
        try bytes.withUnsafeBytes { (raw) throws in try file.write(raw, at: 0) }
        _ = try file.commit(metadata: time, length: Int64(bytes.count))
        #expect(headers() == ["content-type: application/octet-stream", "x-amz-meta-mtime: 77"])
    }

    @Test func aStoreThatCannotTellIsNotTakenForOneWithoutTheObject() throws {
        let shelf = shelf
        let store = StubStore { $0.method == "HEAD" ? .init(status: 503) : shelf.answer($0) }
        let file = try store.endpoint().stage(StageRequest(path: path, size: Int64(bytes.count), metadata: time))
        #expect(throws: EndpointError.self) {
            try bytes.withUnsafeBytes { (raw) throws in try file.write(raw, at: 0) }
        }
        file.discard()
        #expect(shelf.openUploads == 0)
    }

    /// An object of one request is a new one.
    @Test func aSmallObjectIsNotLookedAt() throws {
        let file = try store.endpoint().stage(StageRequest(path: path, size: 1, metadata: time))
        try [UInt8(1)].withUnsafeBytes { (raw) throws in try file.write(raw, at: 0) }
        _ = try file.commit(metadata: time, length: 1)
        #expect(store.requests.map(\.method) == ["PUT"])
        #expect(!headers().contains("x-amz-meta-team: x"))
    }

    // MARK: The same content

    @Test func otherMetadataLeaveAllElseAsItIs() throws {
        _ = try store.endpoint().apply(time, to: path, kind: .file)
        let left = ofFile.filter { !$0.contains("mtime") }
        #expect(headers() == (belongings + claims + left + encryption + ["x-amz-meta-mtime: 77"]).sorted())
        var settings = S3Settings()
        settings.encryption = .store
        _ = try store.endpoint(settings).apply(time, to: path, kind: .file)
        #expect(headers().filter { $0.hasPrefix(Self.kms) } == ["\(Self.kms): AES256"])
    }

    /// Looked at before, it is not looked at again.
    @Test(arguments: [false, true]) func aCopyHasWhatItsSourceHas(opens: Bool) throws {
        let endpoint = try store.endpoint()
        try copy(endpoint, from: endpoint, opens: opens)
        #expect(headers("copy") == (belongings + claims + encryption + ["x-amz-meta-mtime: 77"]).sorted())
        #expect(store.requests.filter { $0.method == "HEAD" }.count == 2)
        #expect(store.requests.filter { $0.headers["x-amz-copy-source"] != nil }.count == 1)
    }

    /// Then other metadata take its content here and back, with all that belongs to it. It is not asked twice.
    @Test func aStoreThatDoesNotCopyIsNoticed() throws {
        let shelf = shelf
        let store = StubStore { request in
            if request.headers["x-amz-copy-source"] == nil { return shelf.answer(request) }
            return .init(status: 501, body: StubStore.error("NotImplemented"))
        }
        let endpoint = try store.endpoint()
        for seconds in [77, 78] {
            _ = try endpoint.apply(Metadata(modified: Timestamp(seconds: Int64(seconds))), to: path, kind: .file)
            #expect(shelf.bytes("file") == bytes && shelf.openUploads == 0)
            let ofFile = ["x-amz-meta-mode: 100640", "x-amz-meta-mtime: \(seconds)"]
            #expect(headers() == (belongings + claims + ofFile + encryption).sorted())
        }
        #expect(store.requests.filter { $0.headers["x-amz-copy-source"] != nil }.count == 1)
        let reader = try endpoint.read(try #require(try endpoint.entry(at: path)), range: nil)
        let file = try endpoint.stage(StageRequest(path: RelativePath(unchecked: Array("copy".utf8))))
        #expect(try file.splice(from: reader, length: 1, at: 0) == 0)
    }

    /// An object that is archived says nothing of the others.
    @Test func anObjectThatCannotBeCopiedIsOneOnly() throws {
        let shelf = shelf
        let store = StubStore { request in
            if request.headers["x-amz-copy-source"] == nil { return shelf.answer(request) }
            return .init(status: 403, body: StubStore.error("InvalidObjectState"))
        }
        let endpoint = try store.endpoint()
        #expect(code { _ = try endpoint.apply(time, to: path, kind: .file) } == .unsupported)
        let reader = try endpoint.read(try #require(try endpoint.entry(at: path)), range: nil)
        let file = try endpoint.stage(StageRequest(path: RelativePath(unchecked: Array("copy".utf8))))
        #expect(try file.splice(from: reader, length: 1, at: 0) == 1)
        #expect(shelf.bytes("file") == bytes)
    }

    /// Bytes that pass through here bring what belongs to them; classes and keys are another store's.
    @Test(arguments: [false, true]) func whatPassesThroughBringsItsBelongings(isElsewhere: Bool) throws {
        let endpoint = try store.endpoint()
        let entry = try #require(try endpoint.entry(at: path))
        let other = ObjectShelf()
        let there = StubStore(other.answer)
        let reader = try endpoint.read(entry, range: nil)
        let target = RelativePath(unchecked: Array("copy".utf8))
        let file = try (isElsewhere ? there.endpoint() : endpoint).stage(
            StageRequest(path: target, size: entry.size, metadata: time))
        file.inherit(from: reader)
        var buffer = [UInt8](repeating: 0, count: 1 << 20)
        var offset: Int64 = 0
        try buffer.withUnsafeMutableBytes { (raw) throws in
            while case let count = try reader.read(into: raw), count > 0 {
                try file.write(UnsafeRawBufferPointer(rebasing: raw[..<count]), at: offset)
                offset += Int64(count)
            }
        }
        _ = try file.commit(metadata: time, length: entry.size)
        let expected = belongings + claims + ["x-amz-meta-mtime: 77"] + (isElsewhere ? [] : encryption)
        let found = headers("copy", on: isElsewhere ? other : shelf)
        #expect(found == expected.filter { !isElsewhere || !$0.contains("storage-class") }.sorted())
    }

    /// Keys belong to a region.
    @Test func encryptionIsNotCarriedElsewhere() throws {
        var settings = S3Settings()
        settings.region = "elsewhere"
        try copy(store.endpoint(settings), from: store.endpoint(), opens: true)
        #expect(headers("copy") == (belongings + claims + ["x-amz-meta-mtime: 77"]).sorted())
    }

    @Test func aSourceThatChangedIsNotCopied() throws {
        let endpoint = try store.endpoint()
        let entry = try #require(try endpoint.entry(at: path))
        let reader = try endpoint.read(entry, range: nil)
        let target = RelativePath(unchecked: Array("copy".utf8))
        let file = try endpoint.stage(StageRequest(path: target, size: entry.size, metadata: time))
        #expect(try file.splice(from: reader, length: entry.size, at: 0) == entry.size)
        shelf.put("file", [UInt8](repeating: 9, count: bytes.count))
        #expect(code { _ = try file.commit(metadata: time, length: entry.size) } == .changedDuringTransfer)
        #expect(shelf.keys == ["file"])
    }

    @Test func aRealStoreCarriesThemToo() throws {
        var settings = S3Settings()
        settings.cacheControl = "no-store"
        settings.contentType = "text/x-own"
        settings.metadata = [S3Settings.Header(name: "team", value: "the exports")]
        for subject in [S3Subject.memory, .moto] {
            let given = try subject.endpoint(settings)
            let file = try given.stage(StageRequest(path: path, size: Int64(bytes.count), metadata: time))
            try bytes.withUnsafeBytes { (raw) throws in try file.write(raw, at: 0) }
            let entry = try file.commit(metadata: time, length: Int64(bytes.count)).entry
            let endpoint = try subject.endpoint().sibling(at: [UInt8(ascii: "/")] + given.prefix)
            let changed = try endpoint.stage(StageRequest(path: path, size: Int64(Self.part), metadata: time))
            try changed.copy(ByteRange(offset: 0, length: Int64(Self.part)), of: entry, at: 0)
            _ = try changed.commit(metadata: time, length: Int64(Self.part))
            let head = try #require(try given.client.head(of: given.prefix + path.bytes))
            #expect(head["cache-control"] == "no-store" && head["content-type"] == "text/x-own")
            #expect(head["x-amz-meta-team"] == "the exports" && head["content-length"] == "\(Self.part)")
        }
    }
}
