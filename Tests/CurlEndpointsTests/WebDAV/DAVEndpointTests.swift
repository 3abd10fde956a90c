import FerryCore
import FerryEndpoints
import Testing

@testable import CurlEndpoints

/// What a WebDAV endpoint makes of servers that differ, err or lie.
@Suite struct DAVEndpointTests {
    private typealias Resource = StubDAV.Resource

    // MARK: Trees

    @Test func listsATreeByOneRequest() throws {
        let (server, endpoint, log) = StubDAV.serving { request in
            guard request.headers["depth"] == "infinity" else { return (500, "") }
            let root = Resource(path: "/")
            return (
                207,
                StubDAV.answer(
                    Resource(path: "/a/b/f", size: 1), root, Resource(path: "/a/"), Resource(path: "/a/b/"),
                    Resource(path: "/g", size: 2))
            )
        }
        #expect(try listedNames(endpoint.list(ListingRequest())) == ["a/", "a/b/", "a/b/f", "g"])
        #expect(log.all.count == 1)
        _ = server
    }

    /// One that answers with a depth of 1 whatever it was asked for.
    @Test func doesNotTakeAShallowAnswerForATree() throws {
        let (server, endpoint, _) = StubDAV.serving { request in
            switch request.path {
            case "/": (207, StubDAV.answer(Resource(path: "/"), Resource(path: "/a/")))
            case "/a/": (207, StubDAV.answer(Resource(path: "/a/"), Resource(path: "/a/f", size: 1)))
            default: (404, "")
            }
        }
        #expect(try listedNames(endpoint.list(ListingRequest())) == ["a/", "a/f"])
        _ = server
    }

    @Test(arguments: [403, 507, 500, 207]) func goesOneByOneWhereTreesAreRefused(_ status: Int) throws {
        let (server, endpoint, log) = StubDAV.serving { request in
            if request.headers["depth"] == "infinity" { return (status, "<x/>") }
            return (207, StubDAV.answer(Resource(path: "/"), Resource(path: "/f", size: 1)))
        }
        for _ in 0..<2 { #expect(try listedNames(endpoint.list(ListingRequest())) == ["f"]) }
        #expect(log.all.filter { $0.headers["depth"] == "infinity" }.count == 1)
        _ = server
    }

    @Test(arguments: ["/../etc/passwd", "/a%2Fb", "/..%2Fx", "/%2E%2E/x", "/a/b"])
    func refusesWhatLiesElsewhere(_ reference: String) {
        let (server, endpoint, _) = StubDAV.serving { request in
            if request.headers["depth"] == "infinity" { return (403, "") }
            return (207, StubDAV.answer(Resource(path: "/"), Resource(path: reference, size: 1)))
        }
        #expect(code { _ = try listedNames(endpoint.list(ListingRequest())) } == .protocolViolation)
        _ = server
    }

    @Test func refusesEntitiesThatUnfold() {
        let (server, endpoint, _) = StubDAV.serving { _ in
            (
                207,
                "<!DOCTYPE x [<!ENTITY a \"aaaaaaaaaa\"><!ENTITY b \"&a;&a;\">]><D:multistatus xmlns:D=\"DAV:\">&b;</D:multistatus>"
            )
        }
        #expect(code { _ = try endpoint.list(ListingRequest()) } == .protocolViolation)
        _ = server
    }

    // MARK: Writing

    @Test func beginsNothingThatHasNoRoom() throws {
        let (server, endpoint, log) = StubDAV.store(available: 2_000_000) { _ in "" }
        #expect(code { _ = try endpoint.put(Array(repeating: 1, count: 3_000_000)) } == .noSpace)
        #expect(!log.all.contains { $0.method == "PUT" })
        _ = try endpoint.put(Array(repeating: 1, count: 1_500_000))
        _ = server
    }

    @Test func comparesWithTheChecksumThatItIsTold() throws {
        let isHonest = SharedValue(true)
        let (server, endpoint, _) = StubDAV.store { content in
            let told = isHonest.get() ? content : [0] + content
            let digest = Hasher.digest(told, .sha1).hexadecimal
            return "<oc:checksums><oc:checksum>SHA1:\(digest) ADLER32:00000001</oc:checksum></oc:checksums>"
        }
        // The first answer shows that there are checksums.
        _ = try endpoint.put([1, 2, 3])
        #expect(try endpoint.put([4, 5, 6]).isConfirmed)
        isHonest.set(false)
        #expect(code { _ = try endpoint.put([7, 8, 9]) } == .corrupted)
        _ = server
    }

    @Test func noticesAShortenedUpload() {
        let (server, endpoint, log) = StubDAV.serving { request in
            switch (request.method, request.path) {
            case ("PROPFIND", "/"): (207, StubDAV.answer(Resource(path: "/")))
            case ("PROPFIND", "/f"): (404, "")
            case ("PROPFIND", _): (207, StubDAV.answer(Resource(path: request.path, size: 2)))
            default: (201, "")
            }
        }
        #expect(code { _ = try endpoint.put([1, 2, 3]) } == .corrupted)
        #expect(!log.all.contains { $0.method == "MOVE" })
        #expect(log.all.contains { $0.method == "DELETE" })
        _ = server
    }

    /// Asked once whether it takes times as properties, a server that does not is left alone.
    @Test func remembersWhereTimesAreKeptNowhere() throws {
        let (server, endpoint, log) = StubDAV.store { _ in
            "<D:getlastmodified>Thu, 01 Jan 2026 00:00:00 GMT</D:getlastmodified>"
        }
        for _ in 0..<3 {
            let done = try endpoint.put([1], modified: Timestamp(seconds: 1_000_000_000))
            #expect(done.notSet == .modified)
        }
        #expect(log.all.filter { $0.method == "PROPPATCH" }.count == 1)
        _ = server
    }
}
