import FerryCore
import FerryEndpoints
import Testing

@testable import CurlEndpoints

/// What becomes of an upload that a WebDAV server refuses, or does something else with than it was asked.
@Suite struct DAVRefusalTests {
    /// The old file is not touched, and nothing is left of what was uploaded.
    private func expectNothingDone(_ log: RequestLog, isUploaded: Bool = true) {
        #expect(!log.all("DELETE").contains { $0.path == "/f" })
        let uploads = Set(log.all("PUT").map(\.path))
        #expect(!uploads.contains("/f"))
        #expect(!isUploaded || uploads.isSubset(of: log.all("DELETE").map(\.path)))
    }

    @Test(arguments: [1_000, 3_000_000]) func quotaIsExceeded(_ size: Int) {
        let (server, endpoint, log) = StubDAV.store(unless: { $0.method == "PUT" ? (507, "") : nil })
        #expect(code { _ = try endpoint.put(Array(repeating: 1, count: size)) } == .noSpace)
        #expect(log.all("MOVE").isEmpty)
        expectNothingDone(log, isUploaded: false)
        _ = server
    }

    /// 207 tells of a part of the move that failed (RFC 4918, 9.9.4).
    @Test(arguments: [
        (207, EndpointError.Code.protocolViolation), (423, .serverFailure), (403, .permissionDenied), (507, .noSpace),
    ]) func theFileIsNotMoved(_ status: Int, _ expected: EndpointError.Code) {
        let (server, endpoint, log) = StubDAV.store(unless: { request in
            request.method == "MOVE" ? (status, "<D:multistatus xmlns:D='DAV:'/>") : nil
        })
        #expect(code { _ = try endpoint.put([1, 2, 3]) } == expected)
        expectNothingDone(log)
        _ = server
    }

    /// As Apache does once a directory holds an index page. What is named is the file that cannot be written.
    @Test func theDirectoryIsNoPlaceOfWebDAV() throws {
        let (server, endpoint, log) = StubDAV.store(unless: { $0.method == "PROPFIND" ? (405, "") : nil })
        do {
            _ = try endpoint.put([1, 2, 3])
            Issue.record("it was written")
        } catch let error as EndpointError {
            #expect(error.code == .unsupported && error.path == RelativePath(unchecked: Array("f".utf8)))
            #expect(error.reason.contains("DirectoryIndex"))
        }
        #expect(log.all("PUT").isEmpty)
        _ = server
    }

    /// The time is not kept, the file is.
    @Test(arguments: [403, 405, 409, 501, 207]) func propertiesAreNotSet(_ status: Int) throws {
        let (server, endpoint, log) = StubDAV.store(unless: { request in
            request.method == "PROPPATCH" ? (status, StubDAV.answer(.init(path: request.path))) : nil
        })
        let done = try endpoint.put([1, 2, 3], modified: Timestamp(seconds: 1_000_000_000))
        #expect(done.notSet == .modified && log.all("MOVE").count == 1)
        #expect(!endpoint.capabilities.metadataKept.contains(.modified))
        _ = server
    }

    /// What is there already is copied there; where that is refused, it is sent.
    @Test(arguments: [201, 405, 501]) func copiesAreMadeThere(_ status: Int) throws {
        let content = Array("content".utf8)
        let copied = SharedValue(false)
        let (server, endpoint, log) = StubDAV.store(unless: { request in
            switch request.method {
            case "COPY":
                copied.set(status == 201)
                return (status, "")
            case "GET": return (200, "content")
            case "PROPFIND" where copied.get() && request.path.contains("ferry"):
                return (207, StubDAV.answer(.init(path: request.path, size: 7)))
            default: return nil
            }
        })
        let source = Entry(path: try RelativePath(validating: "old"), kind: .file, size: 7)
        let file = try endpoint.stage(StageRequest(path: try RelativePath(validating: "f"), size: 7))
        let taken = try file.splice(from: try endpoint.read(source, range: nil), length: 7, at: 0)
        #expect(taken == (status == 201 ? 7 : 0))
        if taken == 0 { try content.withUnsafeBytes { try file.write($0, at: 0) } }
        _ = try file.commit(metadata: Metadata(), length: 7)
        #expect(log.all("COPY").map(\.path) == ["/old"])
        #expect(log.all("PUT").map(\.body) == (status == 201 ? [] : [content]))
        _ = server
    }

    @Test(arguments: [
        "Repr-Digest: sha-256=:47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU=:",
        "Content-MD5: 1B2M2Y8AsgTpgAmY7PhCfg==",
    ]) func contentIsNotWhatItsDigestSays(_ header: String) throws {
        let server = LoopbackServer { connection in
            while connection.request() != nil { connection.respond(200, headers: [header], body: "content") }
        }
        let origin = Origin(isSecure: false, host: "127.0.0.1", port: server.port)
        let endpoint = DAVEndpoint(origin, path: [], engine: CurlEngine())
        let entry = Entry(path: try RelativePath(validating: "f"), kind: .file, size: 7)
        #expect(code { _ = try drain(try endpoint.read(entry, range: nil)) } == .corrupted)
    }

    /// A server that takes an escaped delimiter for one: `a?b` would replace `a`.
    @Test func namesThatWouldBeOthersAreRefused() throws {
        let names = SharedValue<Set<String>>(["/a"])
        let (server, endpoint, log) = StubDAV.serving { request in
            switch request.method {
            case "PUT":
                names.set(names.get().union([request.path]))
                return (201, "")
            case "MOVE":
                let target = request.headers["destination"]!.split(separator: "/").last!
                let cut = "/" + (target.split(separator: "%3F").first ?? "")
                if names.get().contains(cut), request.headers["overwrite"] == "F" { return (412, "") }
                names.set(names.get().subtracting([request.path]).union([cut]))
                return (201, "")
            case "DELETE":
                names.set(names.get().subtracting([request.path]))
                return (204, "")
            case "PROPFIND" where request.path == "/": return (207, StubDAV.answer(.init(path: "/")))
            default:
                let isThere = names.get().contains(request.path)
                return isThere ? (207, StubDAV.answer(.init(path: request.path, size: 0))) : (404, "")
            }
        }
        for _ in 0..<2 {
            let path = try RelativePath(validating: "a?b")
            #expect(code { _ = try endpoint.stage(StageRequest(path: path, size: 0)) } == .nameNotAllowed)
        }
        #expect(names.get() == ["/a"] && log.all("MOVE").count == 1)
        let other = try endpoint.stage(StageRequest(path: try RelativePath(validating: "a;b"), size: 0))
        _ = try other.commit(metadata: Metadata(), length: 0)
        #expect(names.get() == ["/a", "/a%3Bb"])
        _ = server
    }

    /// Elements within elements, as deep as an answer may be long.
    @Test func deepAnswersAreNoHarm() {
        let depth = 200_000
        let body = "<D:multistatus xmlns:D='DAV:'>" + String(repeating: "<x>", count: depth)
        for end in ["", String(repeating: "</x>", count: depth) + "</D:multistatus>"] {
            let (server, endpoint, _) = StubDAV.serving { _ in (207, body + end) }
            #expect(code { _ = try listedNames(try endpoint.list(ListingRequest())) } != nil)
            _ = server
        }
    }
}
