import FerryCore
import FerryEndpoints
import Glibc
import Synchronization
import Testing

@testable import CurlEndpoints

/// What an endpoint makes of servers that err, lie or send it elsewhere.
@Suite struct HTTPEndpointTests {
    private static let date = "Date: Thu, 01 Jan 2026 00:00:00 GMT"
    private static let modified = "Last-Modified: Wed, 31 Dec 2025 00:00:00 GMT"
    private let file = Entry(
        path: RelativePath(unchecked: Array("file".utf8)), kind: .file, size: 10,
        modified: Timestamp(seconds: 1_767_139_200), version: .tag("\"one\""))

    private func endpoint(
        _ server: LoopbackServer, _ settings: HTTPSettings = HTTPSettings()
    ) -> HTTPEndpoint {
        HTTPEndpoint(
            Origin(isSecure: false, host: "127.0.0.1", port: server.port), path: [], settings: settings,
            engine: CurlEngine())
    }

    /// A server that answers each request by its path.
    private func serving(
        _ answer: @escaping @Sendable (LoopbackConnection.Request, LoopbackConnection) -> Void
    ) -> LoopbackServer {
        LoopbackServer { connection in
            while let request = connection.request() { answer(request, connection) }
        }
    }

    /// Each page lists a directory with a long name.
    @Test func aTreeThatListsItselfHasAnEnd() throws {
        let name = String(repeating: "s", count: 250)
        let page = "<html><title>Index of /</title><a href=\"\(name)/\">\(name)/</a></html>"
        let server = serving { _, connection in
            connection.respond(200, headers: ["Content-Type: text/html"], body: page)
        }
        let listing = try endpoint(server).list(ListingRequest())
        var items: [ListedItem] = []
        while let more = try listing.next() { items += more }
        guard case .failure(let error, _, _)? = items.last else {
            Issue.record("\(items.count) items")
            return
        }
        #expect(error.code == .nameNotAllowed && error.reason.contains("without end") && items.count < 30)
    }

    @Test func readsARangeAsOneVersion() throws {
        let server = serving { request, connection in
            #expect(request.headers["range"] == "bytes=2-5" && request.headers["if-range"] == "\"one\"")
            connection.respond(206, headers: ["Content-Range: bytes 2-5/10", "ETag: \"one\""], body: "2345")
        }
        let reader = try endpoint(server).read(file, range: ByteRange(offset: 2, length: 4))
        #expect(try drain(reader) == Array("2345".utf8))
    }

    /// What is refused by GET as well is refused; what has a slash at its end is a directory's page.
    @Test(arguments: [403, 405, 501]) func looksByContentWhereTheHeadIsRefused(_ status: Int) throws {
        let server = serving { request, connection in
            if request.method == "HEAD" { return connection.respond(status, body: "") }
            #expect(request.headers["range"] == "bytes=0-0")
            switch request.path {
            case "/file":
                connection.respond(206, headers: ["Content-Range: bytes 0-0/10", Self.modified, Self.date], body: "0")
            case "/tree": connection.respond(301, headers: ["Location: /tree/"], body: "")
            case "/tree/": connection.respond(200, body: "<html/>")
            default: connection.respond(status, body: "")
            }
        }
        let endpoint = endpoint(server)
        let found = try #require(try endpoint.entry(at: RelativePath(validating: "file")))
        #expect(found.kind == .file && found.size == 10 && found.modified == file.modified)
        #expect(try endpoint.entry(at: RelativePath(validating: "tree"))?.kind == .directory)
        #expect(throws: EndpointError.self) { try endpoint.entry(at: RelativePath(validating: "other")) }
    }

    /// Not every server sends those who leave the slash out to the directory.
    @Test(arguments: [(200, EntryKind.directory), (404, nil), (401, nil), (403, nil)])
    func findsADirectoryByItsSlash(_ status: Int, _ kind: EntryKind?) throws {
        let server = serving { request, connection in
            connection.respond(request.path == "/tree/" ? status : 404, headers: [], body: "")
        }
        let place = try endpoint(server).sibling(at: Array("tree".utf8))
        if [401, 403].contains(status) {
            let expected: EndpointError.Code = status == 401 ? .authenticationFailed : .permissionDenied
            #expect(code { _ = try place.entry(at: .root) } == expected)
        } else {
            #expect(try place.entry(at: .root)?.kind == kind)
        }
    }

    /// A server without ranges sends the whole file.
    @Test func takesTheRangeOutOfAWholeFile() throws {
        let server = serving { _, connection in
            connection.respond(200, headers: ["ETag: \"one\""], body: "0123456789")
        }
        let reader = try endpoint(server).read(file, range: ByteRange(offset: 2, length: 4))
        #expect(try drain(reader) == Array("2345".utf8))
    }

    @Test(arguments: [
        (206, ["Content-Range: bytes 2-5/10", "ETag: \"two\""]),
        (206, ["Content-Range: bytes 2-5/11", "ETag: \"one\""]),
        (200, ["ETag: \"two\""]), (416, ["Content-Range: bytes */10"]), (416, ["Content-Range: bytes */1"]),
        (412, []),
    ])
    func noticesAnotherVersion(_ status: Int, _ headers: [String]) {
        let server = serving { _, connection in
            connection.respond(status, headers: headers, body: status == 200 ? "0123456789" : "2345")
        }
        let found = code { _ = try endpoint(server).read(file, range: ByteRange(offset: 2, length: 4)) }
        #expect(found == .changedDuringTransfer)
    }

    @Test(arguments: [
        ["Content-Range: bytes 0-3/10"], [], ["Content-Range: bytes 2-4/10"], ["Content-Range: nonsense"],
    ])
    func refusesAnotherRange(_ headers: [String]) {
        let server = serving { _, connection in
            connection.respond(206, headers: headers + ["ETag: \"one\""], body: "0123")
        }
        let found = code { _ = try endpoint(server).read(file, range: ByteRange(offset: 2, length: 4)) }
        #expect(found == .protocolViolation)
    }

    /// With and without a length that says otherwise.
    @Test(arguments: ["Content-Length: 10\r\n", ""]) func noticesAShortBody(_ length: String) throws {
        let server = LoopbackServer { connection in
            guard connection.request() != nil else { return }
            connection.send("HTTP/1.1 200 OK\r\n\(length)ETag: \"one\"\r\nConnection: close\r\n\r\n01234")
        }
        let reader = try endpoint(server).read(file, range: nil)
        #expect(code { _ = try drain(reader) } == .unreachable)
    }

    @Test func noticesAnotherLength() {
        let server = serving { _, connection in connection.respond(200, body: "0123456789A") }
        #expect(code { _ = try endpoint(server).read(file, range: nil) } == .changedDuringTransfer)
    }

    @Test func noticesAChangeDuringALongRead() throws {
        let size = 2 << 20
        let requests = Atomic(0)
        let server = serving { request, connection in
            let tag = requests.wrappingAdd(1, ordering: .relaxed).newValue == 1 ? "one" : "two"
            let headers = [Self.date, Self.modified, "ETag: \"\(tag)\""]
            if request.method == "HEAD" {
                connection.send(
                    "HTTP/1.1 200 OK\r\nContent-Length: \(size)\r\n\(headers.joined(separator: "\r\n"))\r\n\r\n")
            } else {
                connection.respond(200, headers: headers, body: [UInt8](repeating: 0, count: size))
            }
        }
        let large = Entry(
            path: file.path, kind: .file, size: Int64(size), modified: file.modified, version: file.version)
        let reader = try endpoint(server).read(large, range: nil)
        var buffer = [UInt8](repeating: 0, count: size)
        var count = 0
        while case let more = try buffer.withUnsafeMutableBytes({ try reader.read(into: $0) }), more > 0 {
            count += more
        }
        #expect(count == size)
        #expect(code { try reader.verifyUnchanged() } == .changedDuringTransfer)
    }

    // MARK: Redirections

    @Test func sendsNoSecretsToAnotherHost() throws {
        let seen = Mutex<[[String: String]]>([])
        let other = serving { request, connection in
            seen.withLock { $0.append(request.headers) }
            connection.respond(200, headers: ["ETag: \"one\""], body: "0123456789")
        }
        let port = other.port
        let server = serving { request, connection in
            seen.withLock { $0.append(request.headers) }
            connection.respond(302, headers: ["Location: http://localhost:\(port)/elsewhere"])
        }
        var settings = HTTPSettings()
        settings.login = .password(Login(user: "u", password: "pw"))
        settings.headers = ["X-Key: secret"]
        #expect(try drain(try endpoint(server, settings).read(file, range: nil)) == Array("0123456789".utf8))
        let headers = seen.withLock { $0 }
        #expect(headers.map { $0["authorization"] } == [nil, "Basic dTpwdw==", nil])
        #expect(headers.map { $0["x-key"] } == ["secret", "secret", nil])
    }

    /// Where the server sends the request somebody else wants to know who asks, or nobody is there.
    @Test func namesAnotherHostThatIsOfNoUse() throws {
        let other = serving { _, connection in
            connection.respond(401, headers: ["WWW-Authenticate: Basic realm=\"there\""])
        }
        for place in ["localhost:\(other.port)", "localhost:1"] {
            let server = serving { _, connection in
                connection.respond(302, headers: ["Location: http://\(place)/elsewhere"])
            }
            let entry = RelativePath(unchecked: Array("file".utf8))
            let start = "the server sends the request to http://\(place): "
            for isRead in [true, false] {
                let error = #expect(throws: EndpointError.self) {
                    if isRead { _ = try endpoint(server).read(file, range: nil) }
                    if !isRead { _ = try endpoint(server).entry(at: entry) }
                }
                #expect(error?.reason.hasPrefix(start) == true, "\(error?.reason ?? "")")
                #expect(error?.code == (place.hasSuffix(":1") ? .unreachable : .authenticationFailed))
            }
        }
    }

    @Test func leavesACircle() {
        let server = serving { _, connection in connection.respond(302, headers: ["Location: /again"]) }
        #expect(code { _ = try endpoint(server).entry(at: file.path) } == .protocolViolation)
        #expect(code { _ = try endpoint(server).read(file, range: nil) } == .protocolViolation)
    }

    @Test(arguments: ["ftp://host/", "http://u:pw@host/", "javascript:x"]) func followsNowhereElse(_ target: String) {
        let server = serving { _, connection in connection.respond(302, headers: ["Location: \(target)"]) }
        #expect(code { _ = try endpoint(server).entry(at: file.path) } == .protocolViolation)
    }

    @Test func knowsADirectoryByItsSlash() throws {
        let server = serving { request, connection in
            connection.respond(301, headers: ["Location: \(request.path)/"])
        }
        #expect(try endpoint(server).entry(at: file.path)?.kind == .directory)
    }

    // MARK: Looking

    @Test(arguments: [
        (401, EndpointError.Code.authenticationFailed), (403, .permissionDenied), (500, .serverFailure),
        (503, .throttled(retryAfter: 7)), (400, .protocolViolation),
    ])
    func saysWhyItCannotLook(_ status: Int, _ expected: EndpointError.Code) {
        let server = serving { _, connection in connection.respond(status, headers: ["Retry-After: 7"]) }
        #expect(code { _ = try endpoint(server).entry(at: file.path) } == expected)
    }

    @Test func takesNoTimeForAVersionThatIsStillFresh() throws {
        let server = serving { request, connection in
            let modified = request.path == "/fresh" ? "Last-Modified: Thu, 01 Jan 2026 00:00:00 GMT" : Self.modified
            connection.respond(200, headers: [Self.date, modified])
        }
        let endpoint = endpoint(server)
        #expect(try endpoint.entry(at: RelativePath(unchecked: Array("fresh".utf8)))?.version == nil)
        #expect(try endpoint.entry(at: file.path)?.version == .tag("1767139200 0"))
    }

    @Test func refusesAHostileListing() {
        let server = serving { _, connection in
            connection.respond(
                200, headers: ["Content-Type: application/json"], body: "[{\"name\":\"../x\",\"type\":\"directory\"}]")
        }
        #expect(code { _ = try endpoint(server).list(ListingRequest()) } == .protocolViolation)
    }

    @Test func writesNothing() {
        let server = serving { _, connection in connection.respond(200) }
        let endpoint = endpoint(server)
        #expect(!endpoint.capabilities.isWritable)
        #expect(code { _ = try endpoint.stage(StageRequest(path: file.path)) } == .unsupported)
        #expect(code { try endpoint.remove(file.path, kind: .file) } == .unsupported)
    }
}
