import FerryCore
import FerryEndpoints
import Servers
import Synchronization
import Testing

@testable import CurlEndpoints

/// Uploads in parts that nobody has completed.
@Suite struct OpenUploadsTests {
    private let directory = RelativePath(unchecked: Array("a".utf8))

    private static func upload(_ key: String, begun: String = "2020-01-02T03:04:05.678Z") -> String {
        "<Upload><Key>\(key)</Key><UploadId>u</UploadId><Initiated>\(begun)</Initiated></Upload>"
    }

    /// A store that answers one page after the other, and takes every abortion.
    private func store(_ pages: [String]) -> StubStore {
        let number = Mutex(0)
        return StubStore { request in
            guard request[query: "uploads"] != nil else { return .init(status: 204) }
            let page = number.withLock { number in
                number += 1
                return pages[min(number, pages.count) - 1]
            }
            let end = page.contains("<IsTruncated>") ? "" : "<IsTruncated>false</IsTruncated>"
            return .init(body: "<ListMultipartUploadsResult>\(end)\(page)</ListMultipartUploadsResult>")
        }
    }

    private func remove(_ store: StubStore) throws -> Int {
        let leftovers = try #require(try store.endpoint().leftovers)
        #expect(leftovers.clearsTreesByAge)
        return try leftovers.removeLeftovers(in: directory)
    }

    private func aborted(_ store: StubStore) -> [String] { store.requests.filter { $0.method == "DELETE" }.map(\.path) }

    @Test func oldOnesAnywhereBelowAreGivenUpWhenAskedFor() throws {
        let store = store([Self.upload("a/b/old") + Self.upload("a/young", begun: "2999-01-02T03:04:05.678Z")])
        #expect(try remove(store) == 1)
        #expect(store.requests[0][query: "prefix"] == "a/" && store.requests[0][query: "delimiter"] == nil)
        #expect(aborted(store) == ["/bucket/a/b/old"])
    }

    /// No document can hold a control character.
    @Test func keysAreAskedForEscaped() throws {
        let escaped = store(["<EncodingType>url</EncodingType><Prefix>a/&#x1;</Prefix>" + Self.upload("a/%01x+y%2Bz")])
        #expect(try remove(escaped) == 1)
        #expect(escaped.requests[0][query: "encoding-type"] == "url")
        #expect(aborted(escaped) == ["/bucket/a/%01x%20y%2Bz"])
    }

    @Test(arguments: [
        ("a/100%+1", "100%25%2B1"), ("a/b c", "b%20c"), ("a/%", "%25"), ("a/%C3%A9/%2B", "%C3%A9/%2B"), ("a/b", "b"),
    ])
    func withoutAWordOfEscapingTheLookOfAKeyDecides(_ key: String, _ path: String) throws {
        let store = store([Self.upload(key)])
        #expect(try remove(store) == 1)
        #expect(aborted(store) == ["/bucket/a/\(path)"])
    }

    /// radosgw escapes keys and not the marker.
    @Test func theMarkerIsTheLastKeyWhereItIsNotEscaped() throws {
        let store = store([
            "<IsTruncated>true</IsTruncated><NextKeyMarker>a/&#x01;</NextKeyMarker>" + Self.upload("a/%01"),
            Self.upload("a/b"),
        ])
        #expect(try remove(store) == 2)
        #expect(store.requests.compactMap { $0[query: "key-marker"] } == ["a/\u{1}"])
    }

    @Test func allPagesAreRead() throws {
        let more = "<EncodingType>url</EncodingType><IsTruncated>true</IsTruncated>"
        let store = store([
            more + "<NextKeyMarker>a/%01</NextKeyMarker><NextUploadIdMarker>u1</NextUploadIdMarker>"
                + Self.upload("a/%01"),
            // Another upload of the same key.
            more + "<NextKeyMarker>a/%01</NextKeyMarker><NextUploadIdMarker>u2</NextUploadIdMarker>"
                + Self.upload("a/%01"),
            "<IsTruncated>false</IsTruncated>" + Self.upload("a/z"),
        ])
        #expect(try remove(store) == 3)
        let pages = store.requests.filter { $0.method == "GET" }
        #expect(pages.map { $0[query: "key-marker"] } == [nil, "a/\u{1}", "a/\u{1}"])
        #expect(pages.map { $0[query: "upload-id-marker"] } == [nil, "u1", "u2"])
    }

    @Test(arguments: [
        "<IsTruncated>true</IsTruncated>",
        "<IsTruncated>true</IsTruncated><NextKeyMarker>a/b</NextKeyMarker>",
        "<IsTruncated></IsTruncated>",
        "<Upload><UploadId>u</UploadId></Upload>",
    ])
    func aListThatDoesNotEndOrLacksSomethingIsAnError(_ page: String) throws {
        let store = store([page])
        #expect(code { _ = try remove(store) } == .protocolViolation)
        #expect(store.requests.count <= 2)
    }

    /// They are younger than a day: the real ones are listed, and stay.
    @Test func realStoresTellKeysOfAllKinds() throws {
        for subject in [S3Subject.memory, .disk, .moto] {
            let endpoint = try subject.endpoint()
            // moto's lists are no documents with the first of these, and it does not escape.
            let names = ["a\u{1}b", "a%20b", "a+b c", "é", "x&y"].dropFirst(subject === S3Subject.moto ? 2 : 0)
            for name in names {
                _ = try MultipartUpload(key: endpoint.prefix + Array(name.utf8), headers: [], client: endpoint.client)
            }
            let page = try OpenUploads.fetch(below: endpoint.prefix, after: nil, from: endpoint.client)
            let keys = page.uploads.map { String(decoding: $0.key.dropFirst(endpoint.prefix.count), as: UTF8.self) }
            #expect(Set(keys) == Set(names))
            #expect(page.uploads.allSatisfy { $0.begun != nil })
        }
    }
}
