import FerryCore
import FerryEndpoints
import Synchronization
import Testing

@testable import CurlEndpoints

/// What a WebDAV endpoint makes of servers that differ, err or lie.
@Suite struct DAVEndpointTests {
    /// What a server tells of one resource.
    private struct Resource {
        var path: String
        var size: Int?
        var properties = ""

        var xml: String {
            let kind = size == nil ? "<D:resourcetype><D:collection/></D:resourcetype>" : "<D:resourcetype/>"
            let length = size.map { "<D:getcontentlength>\($0)</D:getcontentlength>" } ?? ""
            return """
                <D:response><D:href>\(path)</D:href><D:propstat><D:prop>\(kind)\(length)\(properties)</D:prop>\
                <D:status>HTTP/1.1 200 OK</D:status></D:propstat></D:response>
                """
        }
    }

    private static func answer(_ resources: Resource...) -> String {
        "<D:multistatus xmlns:D=\"DAV:\" xmlns:oc=\"http://owncloud.org/ns\">"
            + resources.map(\.xml).joined() + "</D:multistatus>"
    }

    private func serving(
        _ answer: @escaping @Sendable (LoopbackConnection.Request) -> (status: Int, body: String)
    ) -> (server: LoopbackServer, endpoint: DAVEndpoint, log: RequestLog) {
        let log = RequestLog()
        let server = LoopbackServer { connection in
            while let request = connection.request() {
                log.add(request)
                let (status, body) = answer(request)
                connection.respond(status, headers: ["Content-Type: application/xml"], body: body)
            }
        }
        let origin = Origin(isSecure: false, host: "127.0.0.1", port: server.port)
        return (server, DAVEndpoint(origin, path: [], engine: CurlEngine()), log)
    }

    private func path(_ text: String) throws -> RelativePath { try RelativePath(validating: text) }

    private func code(_ body: () throws -> Void) -> EndpointError.Code? {
        do {
            try body()
            return nil
        } catch {
            return (error as? EndpointError)?.code
        }
    }

    private func names(_ listing: any Listing) throws -> [String] {
        var names: [String] = []
        while let items = try listing.next() {
            for case .entry(let entry) in items { names.append("\(entry.path)" + (entry.isDirectory ? "/" : "")) }
        }
        return names
    }

    // MARK: Trees

    @Test func listsATreeByOneRequest() throws {
        let (server, endpoint, log) = serving { request in
            guard request.headers["depth"] == "infinity" else { return (500, "") }
            let root = Resource(path: "/")
            return (
                207,
                Self.answer(
                    Resource(path: "/a/b/f", size: 1), root, Resource(path: "/a/"), Resource(path: "/a/b/"),
                    Resource(path: "/g", size: 2))
            )
        }
        #expect(try names(endpoint.list(ListingRequest())) == ["a/", "a/b/", "a/b/f", "g"])
        #expect(log.all.count == 1)
        _ = server
    }

    /// One that answers with a depth of 1 whatever it was asked for.
    @Test func doesNotTakeAShallowAnswerForATree() throws {
        let (server, endpoint, _) = serving { request in
            switch request.path {
            case "/": (207, Self.answer(Resource(path: "/"), Resource(path: "/a/")))
            case "/a/": (207, Self.answer(Resource(path: "/a/"), Resource(path: "/a/f", size: 1)))
            default: (404, "")
            }
        }
        #expect(try names(endpoint.list(ListingRequest())) == ["a/", "a/f"])
        _ = server
    }

    @Test(arguments: [403, 507, 500, 207]) func goesOneByOneWhereTreesAreRefused(_ status: Int) throws {
        let (server, endpoint, log) = serving { request in
            if request.headers["depth"] == "infinity" { return (status, "<x/>") }
            return (207, Self.answer(Resource(path: "/"), Resource(path: "/f", size: 1)))
        }
        for _ in 0..<2 { #expect(try names(endpoint.list(ListingRequest())) == ["f"]) }
        #expect(log.all.filter { $0.headers["depth"] == "infinity" }.count == 1)
        _ = server
    }

    @Test(arguments: ["/../etc/passwd", "/a%2Fb", "/..%2Fx", "/%2E%2E/x", "/a/b"])
    func refusesWhatLiesElsewhere(_ reference: String) {
        let (server, endpoint, _) = serving { request in
            if request.headers["depth"] == "infinity" { return (403, "") }
            return (207, Self.answer(Resource(path: "/"), Resource(path: reference, size: 1)))
        }
        #expect(code { _ = try names(endpoint.list(ListingRequest())) } == .protocolViolation)
        _ = server
    }

    @Test func refusesEntitiesThatUnfold() {
        let (server, endpoint, _) = serving { _ in
            (
                207,
                "<!DOCTYPE x [<!ENTITY a \"aaaaaaaaaa\"><!ENTITY b \"&a;&a;\">]><D:multistatus xmlns:D=\"DAV:\">&b;</D:multistatus>"
            )
        }
        #expect(code { _ = try endpoint.list(ListingRequest()) } == .protocolViolation)
        _ = server
    }

    // MARK: Writing

    /// A server that keeps one file under the name that it is uploaded to, and what it tells of it.
    private func store(
        available: Int? = nil, properties: @escaping @Sendable ([UInt8]) -> String
    ) -> (server: LoopbackServer, endpoint: DAVEndpoint, log: RequestLog) {
        let stored = SharedValue<[UInt8]>([])
        return serving { request in
            switch request.method {
            case "PUT":
                stored.set(request.body)
                return (201, "")
            case "PROPFIND" where request.path == "/":
                let room = available.map { "<D:quota-available-bytes>\($0)</D:quota-available-bytes>" } ?? ""
                return (207, Self.answer(Resource(path: "/", properties: room)))
            case "PROPFIND" where request.path == "/f": return (404, "")
            case "PROPFIND":
                let content = stored.get()
                return (
                    207,
                    Self.answer(Resource(path: request.path, size: content.count, properties: properties(content)))
                )
            case "MOVE": return (201, "")
            case "PROPPATCH": return (403, "")
            default: return (204, "")
            }
        }
    }

    private func write(_ bytes: [UInt8], to endpoint: DAVEndpoint, modified: Timestamp? = nil) throws -> Committed {
        let metadata = Metadata(modified: modified)
        let file = try endpoint.stage(
            StageRequest(path: try path("f"), size: Int64(bytes.count), metadata: metadata))
        try bytes.withUnsafeBytes { try file.write($0, at: 0) }
        return try file.commit(metadata: metadata, length: Int64(bytes.count))
    }

    @Test func beginsNothingThatHasNoRoom() throws {
        let (server, endpoint, log) = store(available: 2_000_000) { _ in "" }
        #expect(code { _ = try write(Array(repeating: 1, count: 3_000_000), to: endpoint) } == .noSpace)
        #expect(!log.all.contains { $0.method == "PUT" })
        _ = try write(Array(repeating: 1, count: 1_500_000), to: endpoint)
        _ = server
    }

    @Test func comparesWithTheChecksumThatItIsTold() throws {
        let isHonest = SharedValue(true)
        let (server, endpoint, _) = store { content in
            let told = isHonest.get() ? content : [0] + content
            let digest = Hasher.digest(told, .sha1).hexadecimal
            return "<oc:checksums><oc:checksum>SHA1:\(digest) ADLER32:00000001</oc:checksum></oc:checksums>"
        }
        // The first answer shows that there are checksums.
        _ = try write([1, 2, 3], to: endpoint)
        #expect(try write([4, 5, 6], to: endpoint).isConfirmed)
        isHonest.set(false)
        #expect(code { _ = try write([7, 8, 9], to: endpoint) } == .corrupted)
        _ = server
    }

    @Test func noticesAShortenedUpload() {
        let (server, endpoint, log) = serving { request in
            switch (request.method, request.path) {
            case ("PROPFIND", "/"): (207, Self.answer(Resource(path: "/")))
            case ("PROPFIND", "/f"): (404, "")
            case ("PROPFIND", _): (207, Self.answer(Resource(path: request.path, size: 2)))
            default: (201, "")
            }
        }
        #expect(code { _ = try write([1, 2, 3], to: endpoint) } == .corrupted)
        #expect(!log.all.contains { $0.method == "MOVE" })
        #expect(log.all.contains { $0.method == "DELETE" })
        _ = server
    }

    /// Asked once whether it takes times as properties, a server that does not is left alone.
    @Test func remembersWhereTimesAreKeptNowhere() throws {
        let (server, endpoint, log) = store { _ in
            "<D:getlastmodified>Thu, 01 Jan 2026 00:00:00 GMT</D:getlastmodified>"
        }
        for _ in 0..<3 {
            let done = try write([1], to: endpoint, modified: Timestamp(seconds: 1_000_000_000))
            #expect(done.notSet == .modified)
        }
        #expect(log.all.filter { $0.method == "PROPPATCH" }.count == 1)
        _ = server
    }
}

/// The requests that came, in order.
private final class RequestLog: Sendable {
    private let requests = Mutex<[LoopbackConnection.Request]>([])

    var all: [LoopbackConnection.Request] { requests.withLock { $0 } }
    func add(_ request: LoopbackConnection.Request) { requests.withLock { $0.append(request) } }
}

/// A value that the threads of a server share.
private final class SharedValue<Value: Sendable>: Sendable {
    private let mutex: Mutex<Value>

    init(_ value: Value) { mutex = Mutex(value) }

    func get() -> Value { mutex.withLock { $0 } }
    func set(_ value: Value) { mutex.withLock { $0 = value } }
}
