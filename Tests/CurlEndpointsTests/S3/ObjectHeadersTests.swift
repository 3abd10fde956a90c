import FerryCore
import FerryEndpoints
import Testing

@testable import CurlEndpoints

/// What new objects are given.
@Suite struct ObjectHeadersTests {
    private let path = RelativePath(unchecked: Array("file".utf8))

    private func put(_ bytes: [UInt8], on endpoint: any Endpoint) throws -> Committed {
        let file = try endpoint.stage(StageRequest(path: path, size: Int64(bytes.count)))
        try bytes.withUnsafeBytes { (raw) throws in try file.write(raw, at: 0) }
        return try file.commit(metadata: Metadata(modified: Timestamp(seconds: 5)), length: Int64(bytes.count))
    }

    @Test func newObjectsGetWhatWasAskedFor() throws {
        var settings = S3Settings()
        settings.storageClass = "STANDARD_IA"
        settings.cacheControl = "no-store"
        settings.contentType = "text/x-test"
        settings.metadata = [S3Settings.Header(name: "owner", value: "the nightly export")]
        settings.encryption = .managed(key: "key-1")
        let store = StubStore(ObjectShelf().answer)
        _ = try put(Array("content".utf8), on: try store.endpoint(settings))
        let headers = store.requests[0].headers
        #expect(headers["x-amz-storage-class"] == "STANDARD_IA" && headers["cache-control"] == "no-store")
        #expect(headers["content-type"] == "text/x-test" && headers["x-amz-meta-owner"] == "the nightly export")
        #expect(headers["x-amz-server-side-encryption"] == "aws:kms")
        #expect(headers["x-amz-server-side-encryption-aws-kms-key-id"] == "key-1")
    }

    @Test func aCustomersKeyGoesWithEachRequestThatNeedsIt() throws {
        var settings = S3Settings()
        settings.encryption = .customer(key: [UInt8](repeating: 7, count: 32))
        let store = StubStore(ObjectShelf().answer)
        let endpoint = try store.endpoint(settings)
        _ = try put(Array("content".utf8), on: endpoint)
        let entry = try #require(try endpoint.entry(at: path))
        #expect(try drain(endpoint.read(entry, range: nil)) == Array("content".utf8))
        _ = try endpoint.apply(Metadata(modified: Timestamp(seconds: 1)), to: path, kind: .file)
        let prefix = "x-amz-server-side-encryption-customer-"
        for request in store.requests {
            #expect(request.headers[prefix + "algorithm"] == "AES256", "\(request.method)")
            let key = [UInt8](repeating: 7, count: 32)
            #expect(request.headers[prefix + "key"] == Base64.encode(key), "\(request.method)")
            #expect(request.headers[prefix + "key-md5"] == Base64.encode(Hasher.digest(key, .md5).bytes))
        }
        let copy = try #require(store.requests.first { $0.headers["x-amz-copy-source"] != nil })
        #expect(copy.headers["x-amz-copy-source-server-side-encryption-customer-algorithm"] == "AES256")
    }

    @Test(arguments: [
        ("a.html", "text/html"), ("d/page.HTM", "text/html"), ("a.b/x.json", "application/json"),
        ("a.tar.gz", "application/gzip"), ("photo.JPeG", "image/jpeg"), (".txt", "text/plain"),
        ("a.html/plain", "application/octet-stream"), ("none", "application/octet-stream"),
        ("a.", "application/octet-stream"), ("", "application/octet-stream"),
        ("a.unheard-of", "application/octet-stream"), ("d.json/", "application/octet-stream"),
    ])
    func theNameTellsTheType(_ key: String, _ type: String) {
        #expect(ContentType.of(Array(key.utf8)) == type)
        let headers = ObjectHeaders.headers(Array(key.utf8), Metadata(), S3Settings())
        #expect(headers.filter { $0.name == "content-type" }.map(\.value) == [type])
    }

    /// Each name once, whoever says it: a header twice is signed as one.
    @Test func theFirstToSayItIsHeard() {
        let head = ResponseHead(
            status: 200,
            lines: [
                "Content-Type: text/x-old", "Cache-Control: old", "x-amz-meta-mtime: 1", "x-amz-meta-team: old",
                "x-amz-meta-owner: old", "x-amz-server-side-encryption: aws:kms",
                "x-amz-server-side-encryption-aws-kms-key-id: key-1",
            ].map { Array($0.utf8) })
        var settings = S3Settings()
        settings.cacheControl = "new"
        settings.metadata = [S3Settings.Header(name: "team", value: "new")]
        settings.encryption = .store
        let headers = ObjectHeaders.headers(
            Array("a.html".utf8), Metadata(modified: Timestamp(seconds: 5)), settings, carrying: CarriedHeaders(head))
        let lines = headers.map { "\($0.name): \($0.value)" }.sorted()
        #expect(
            lines == [
                "cache-control: new", "content-type: text/x-old", "x-amz-meta-mtime: 5", "x-amz-meta-owner: old",
                "x-amz-meta-team: new", "x-amz-server-side-encryption: AES256",
            ])
    }
}
