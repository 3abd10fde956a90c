import CurlEndpoints
import FerryCore
import FerryEndpoints
import Synchronization
import Testing

/// What real stores do rarely, and what a lying one would.
@Suite struct StubStoreTests {
    private static func tag(_ content: String) -> String {
        "ETag: \"\(Hasher.digest(Array(content.utf8), .md5).hexadecimal)\""
    }

    private func path(_ text: String) -> RelativePath { RelativePath(unchecked: Array(text.utf8)) }

    private func put(_ content: String, on endpoint: any Endpoint) throws -> Committed {
        let file = try endpoint.stage(StageRequest(path: path("file"), size: Int64(content.utf8.count)))
        try Array(content.utf8).withUnsafeBytes { (bytes) throws in try file.write(bytes, at: 0) }
        return try file.commit(metadata: Metadata(modified: Timestamp(seconds: 5)), length: Int64(content.utf8.count))
    }

    private func content(of entry: Entry, on endpoint: any Endpoint) throws -> String {
        let reader = try endpoint.read(entry, range: nil)
        var buffer = [UInt8](repeating: 0, count: 3)
        var bytes: [UInt8] = []
        while case let count = try buffer.withUnsafeMutableBytes({ (raw) throws in try reader.read(into: raw) }),
            count > 0
        {
            bytes += buffer[..<count]
        }
        try reader.verifyUnchanged()
        return String(decoding: bytes, as: UTF8.self)
    }

    private func failure(_ body: () throws -> Void) -> EndpointError? {
        do {
            try body()
            return nil
        } catch {
            return error as? EndpointError
        }
    }

    @Test func aSmallObjectIsOneRequest() throws {
        let store = StubStore { _ in .init(headers: [Self.tag("content")]) }
        let committed = try put("content", on: store.endpoint())
        #expect(committed.isConfirmed)
        #expect(store.requests.count == 1)
        #expect(store.requests[0].method == "PUT" && store.requests[0].path == "/bucket/file")
        #expect(store.requests[0].headers["x-amz-meta-mtime"] == "5")
        #expect(committed.entry.digest == Hasher.digest(Array("content".utf8), .md5))
    }

    @Test func aTagThatIsNotTheContentsIsCorruption() throws {
        let store = StubStore { _ in .init(headers: [Self.tag("something else")]) }
        #expect(failure { _ = try put("content", on: store.endpoint()) }?.code == .corrupted)
    }

    @Test func aTagOfAnEncryptedObjectIsNoDigest() throws {
        let store = StubStore { _ in
            .init(headers: [Self.tag("something else"), "x-amz-server-side-encryption: aws:kms"])
        }
        #expect(try !put("content", on: store.endpoint()).isConfirmed)
    }

    @Test func aStoreThatAsksForPatienceGetsIt() throws {
        let count = Mutex(0)
        let store = StubStore { _ in
            count.withLock { $0 += 1 }; let isFirst = count.withLock { $0 == 1 }
            return isFirst
                ? .init(status: 503, headers: ["Retry-After: 0"], body: StubStore.error("SlowDown"))
                : .init(headers: [Self.tag("content")])
        }
        let slow = StubStore { _ in .init(status: 503, headers: ["Retry-After: 3"], body: StubStore.error("SlowDown")) }
        #expect(failure { _ = try put("content", on: slow.endpoint()) }?.code == .throttled(retryAfter: 3))
        _ = try put("content", on: RetryingEndpoint(store.endpoint(), RetryPolicy(firstDelay: 0.001)))
        #expect(store.requests.count == 2)
    }

    /// A store with a file of ten bytes, whose `first` answer to a request for all of it is the test's.
    private func storeOfDigits(
        stallTimeout: Int? = nil, first: @escaping @Sendable (_ text: String) -> StubStore.Answer
    ) -> (store: StubStore, entry: Entry, text: String) {
        let text = "0123456789"
        let store = StubStore(stallTimeout: stallTimeout) { request in
            guard let range = request.headers["range"] else { return first(text) }
            let start = Int(range.dropFirst("bytes=".utf8.count).prefix { $0 != "-" })!
            let (headers, rest) = ([Self.tag(text), "Content-Range: bytes \(start)-9/10"], text.dropFirst(start))
            return .init(status: 206, headers: headers, body: String(rest))
        }
        let entry = Entry(
            path: path("file"), kind: .file, size: 10,
            version: .tag(Hasher.digest(Array(text.utf8), .md5).hexadecimal))
        return (store, entry, text)
    }

    @Test func aDownloadThatIsCutGoesOnWhereItWas() throws {
        let (store, entry, text) = storeOfDigits { .init(headers: [Self.tag($0)], body: $0, cut: 4) }
        let endpoint = RetryingEndpoint(try store.endpoint(), RetryPolicy(firstDelay: 0.001))
        #expect(try content(of: entry, on: endpoint) == text)
        #expect(store.requests.allSatisfy { $0.headers["if-match"] != nil })
    }

    /// A byte now and then is progress; none at all for long is not.
    @Test(arguments: [false, true]) func aSlowBodyIsWaitedForAndASilentOneAskedForAgain(isSilent: Bool) throws {
        let (store, entry, text) = storeOfDigits(stallTimeout: 1) { text in
            var answer = StubStore.Answer(headers: [Self.tag(text)], body: text, cut: isSilent ? 4 : nil)
            answer.pace = isSilent ? 0 : 300_000
            answer.isSilent = isSilent
            return answer
        }
        let endpoint = RetryingEndpoint(try store.endpoint(), RetryPolicy(firstDelay: 0.001))
        #expect(try content(of: entry, on: endpoint) == text)
        #expect(store.requests.count == (isSilent ? 2 : 1))
    }

    @Test func contentThatIsNotItsTagIsCorruption() throws {
        let store = StubStore { _ in .init(headers: [Self.tag("0123456789")], body: "0123456780") }
        let digest = Hasher.digest(Array("0123456789".utf8), .md5)
        let entry = Entry(
            path: path("file"), kind: .file, size: 10, version: .tag(digest.hexadecimal), digest: digest)
        #expect(failure { _ = try content(of: entry, on: store.endpoint()) }?.code == .corrupted)
    }

    @Test func aServerThatIgnoresRangesIsNotBelieved() throws {
        let store = StubStore { _ in .init(headers: ["ETag: \"x\""], body: "0123456789") }
        let entry = Entry(path: path("file"), kind: .file, size: 10, version: .tag("x"))
        let error = failure {
            let reader = try store.endpoint().read(entry, range: ByteRange(offset: 5, length: 2))
            var buffer = [UInt8](repeating: 0, count: 10)
            _ = try buffer.withUnsafeMutableBytes { (raw) throws in try reader.read(into: raw) }
        }
        #expect(error?.code == .unsupported)
    }

    @Test func aListingThatFailsIsNoEndOfAList() throws {
        let bodies = [
            StubStore.page(["b", "a"]), StubStore.error("InternalError"), "no document", StubStore.page([], next: "t"),
            "<ListBucketResult><IsTruncated>true</IsTruncated></ListBucketResult>", "<Other/>",
        ]
        for body in bodies {
            let store = StubStore { _ in .init(body: body) }
            #expect(failure { _ = try store.endpoint().list(ListingRequest()).next() } != nil, "\(body)")
        }
    }

    @Test func keysThatAreNoPathsAreRefusedOneByOne() throws {
        let keys = ["/abs", "a", "a//b", "a/c", "b/../c", "d/", "e"]
        let store = StubStore { _ in .init(body: StubStore.page(keys)) }
        var request = ListingRequest()
        request.refusesNamesakes = true
        let items = try #require(try store.endpoint().list(request).next())
        let refused = items.compactMap { if case .failure(let error, _, _) = $0 { error } else { nil } }
        #expect(refused.count == 5 && refused.allSatisfy { $0.code == .nameNotAllowed })
        let paths = items.compactMap { if case .entry(let entry) = $0 { "\(entry.path)" } else { nil } }
        #expect(paths == ["a", "d", "e"])
    }

    /// A directory cannot keep what a store keeps for it: nobody may believe that it was copied.
    @Test func contentOfADirectoryIsRefused() throws {
        let page = StubStore.page(["d/", "d/file"])
        let store = StubStore { _ in .init(body: page) }
        let items = try #require(try store.endpoint().list(ListingRequest()).next())
        let refused = items.compactMap { if case .failure(let error, _, _) = $0 { error.reason } else { nil } }
        #expect(refused == ["the key 'd/' names a directory, and has content"])
        let paths = items.compactMap { if case .entry(let entry) = $0 { "\(entry.path)" } else { nil } }
        #expect(paths == ["d", "d/file"])
    }

    @Test func eachKeyOfABatchHasItsOwnAnswer() throws {
        let store = StubStore { _ in
            .init(
                body: """
                    <DeleteResult><Deleted><Key>a</Key></Deleted>\
                    <Error><Key>b</Key><Code>AccessDenied</Code><Message>no</Message></Error></DeleteResult>
                    """)
        }
        let removal = try #require(try store.endpoint().batchRemoval)
        let failures = try removal.remove([path("a"), path("b"), path("c")])
        #expect(failures.map { "\($0.0)" } == ["b", "c"])
        #expect(failures.map(\.1.code) == [.permissionDenied, .serverFailure])
    }

    /// To a string they are one: an accented letter, and a letter with an accent.
    @Test func answersAreToldApartByteByByte() throws {
        let store = StubStore { _ in
            .init(
                body: """
                    <DeleteResult><Deleted><Key>\u{E9}</Key></Deleted>\
                    <Error><Key>e\u{301}</Key><Code>AccessDenied</Code></Error></DeleteResult>
                    """)
        }
        let removal = try #require(try store.endpoint().batchRemoval)
        let failures = try removal.remove([path("\u{E9}"), path("e\u{301}")])
        #expect(failures.map { Array("\($0.0)".utf8) } == [Array("e\u{301}".utf8)])
    }

    /// As radosgw answers: keys are escaped, and where the page ended is not.
    @Test func listsOfVersionsGoOnWhereTheyEnded() throws {
        @Sendable func page(_ key: String, _ next: String?) -> String {
            let marker = next.map { "<NextKeyMarker>\($0)</NextKeyMarker><NextVersionIdMarker>v</NextVersionIdMarker>" }
            return "<ListVersionsResult><IsTruncated>\(next != nil)</IsTruncated>\(marker ?? "")"
                + "<Version><Key>\(key)</Key><VersionId>v</VersionId><Size>1</Size></Version></ListVersionsResult>"
        }
        for marker in ["a+b%1", "a%2Bb%251"] {
            let store = StubStore { request in
                .init(body: request[query: "key-marker"] == nil ? page("a%2Bb%251", marker) : page("c", nil))
            }
            let role = try #require(try store.endpoint().versions)
            let first = try role.versions(of: .root, after: nil)
            #expect(first.versions.map { "\($0.path)" } == ["a+b%1"])
            #expect(first.next != nil)
            let last = try role.versions(of: .root, after: first.next)
            #expect(last.next == nil && store.requests.last?[query: "key-marker"] == "a+b%1")
        }
    }

    @Test func anErrorInASuccessIsAnError() throws {
        let store = StubStore { request in
            switch request.method {
            case "POST" where request.target.hasSuffix("uploads="):
                return .init(
                    body: "<InitiateMultipartUploadResult><UploadId>u</UploadId></InitiateMultipartUploadResult>")
            case "PUT": return .init(headers: ["ETag: \"\(Hasher.digest(request.body, .md5).hexadecimal)\""])
            case "DELETE": return .init(status: 204)
            default: return .init(body: StubStore.error("InternalError"))
            }
        }
        let file = try store.endpoint().stage(StageRequest(path: path("file")))
        let bytes = [UInt8](repeating: 1, count: 9 << 20)
        try bytes.withUnsafeBytes { (raw) throws in try file.write(raw, at: 0) }
        #expect(
            failure { _ = try file.commit(metadata: Metadata(), length: Int64(bytes.count)) }?.code == .serverFailure)
        file.discard()
        #expect(store.requests.last?.method == "DELETE")
    }

    @Test func refusalsSayWhatCanBeDone() throws {
        let date = "Date: Fri, 24 May 2013 00:00:00 GMT"
        let store = StubStore { _ in
            .init(status: 403, headers: [date], body: StubStore.error("RequestTimeTooSkewed", "too far"))
        }
        let error = try #require(failure { _ = try put("content", on: store.endpoint()) })
        #expect(error.code == .authenticationFailed)
        #expect(error.reason.hasPrefix("RequestTimeTooSkewed: too far (request r-1); this machine's clock is "))
        #expect(error.reason.hasSuffix(" seconds ahead of the server's"))
        let busy = StubStore { _ in .init(status: 503, body: StubStore.error("SlowDown")) }
        #expect(failure { _ = try put("content", on: busy.endpoint()) }?.reason.contains("try again later") == true)
    }

    /// radosgw says nothing but the code.
    @Test func encryptionThatNeedsTLSIsToldSo() throws {
        let store = StubStore { _ in .init(status: 400, body: "<Error><Code>InvalidRequest</Code></Error>") }
        let plain = try #require(failure { _ = try put("content", on: store.endpoint()) })
        #expect(plain.reason == "InvalidRequest", "\(plain.reason)")
        var settings = S3Settings()
        for encryption in [ObjectEncryption.store, .managed(key: nil)] {
            settings.encryption = encryption
            let refused = try #require(failure { _ = try put("content", on: store.endpoint(settings)) })
            #expect(refused.reason.hasPrefix("InvalidRequest; ") && refused.reason.hasSuffix("over https:// only"))
            let real = try #require(failure { _ = try put("content", on: S3Subject.memory.endpoint(settings)) })
            #expect(real.reason.hasSuffix("over https:// only"), "\(real.reason)")
        }
    }

    @Test func namesThatCannotBeKeysAreToldWhy() throws {
        let endpoint = try StubStore(ObjectShelf().answer).endpoint()
        let bytes = RelativePath(unchecked: [0xFF])
        #expect(failure { _ = try endpoint.stage(StageRequest(path: bytes)) }?.reason.contains("UTF-8") == true)
        let long = path(String(repeating: "long/", count: 205) + "x")
        let reason = failure { _ = try endpoint.stage(StageRequest(path: long)) }?.reason
        #expect(reason?.contains("1026") == true, "\(reason ?? "")")
    }

    @Test func versionsOfWhatIsNoPathAreRefusedOneByOne() throws {
        let versions = ["a//b", "a//b", "c", "d/", "d//", "../e"].map {
            "<Version><Key>\($0)</Key><VersionId>1</VersionId></Version>"
        }
        let body = "<ListVersionsResult><IsTruncated>false</IsTruncated>\(versions.joined())</ListVersionsResult>"
        let store = StubStore { _ in .init(body: body) }
        let page = try #require(try store.endpoint().versions).versions(of: .root, after: nil)
        #expect(page.versions.map { "\($0.path)" } == ["c", "d"] && page.versions.map(\.isDirectory) == [false, true])
        #expect(page.refused.map(\.code) == [.nameNotAllowed, .nameNotAllowed, .nameNotAllowed])
    }

    @Test func aDigestIsAskedForWhereAListingMayMislead() throws {
        let store = StubStore { request in
            guard request.method == "HEAD" else { return .init(body: StubStore.page(["a"])) }
            return .init(headers: [Self.tag("x"), "x-amz-server-side-encryption: aws:kms"], body: "x")
        }
        let digest = Hasher.digest(Array("x".utf8), .md5)
        let entry = Entry(path: path("a"), kind: .file, size: 1, version: .tag(digest.hexadecimal), digest: digest)
        let role = try #require(try store.endpoint().digests)
        #expect(try role.digest(of: entry, range: nil, by: .md5) == nil)
        let shelf = ObjectShelf()
        shelf.put("a", Array("x".utf8))
        let plain = StubStore(shelf.answer)
        let offered = try #require(try plain.endpoint().digests).digest(of: entry, range: nil, by: .md5)
        #expect(offered == OfferedDigest(digest, isComputed: true))
    }
}
