import FerryCore
import FerryEndpoints
import Synchronization

@testable import CurlEndpoints

/// Servers of WebDAV that answer as a test says.
enum StubDAV {
    typealias Answer = (status: Int, body: String)
    typealias Setup = (server: LoopbackServer, endpoint: DAVEndpoint, log: RequestLog)

    /// What a server tells of one resource.
    struct Resource {
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

    static func answer(_ resources: Resource...) -> String {
        "<D:multistatus xmlns:D=\"DAV:\" xmlns:oc=\"http://owncloud.org/ns\">"
            + resources.map(\.xml).joined() + "</D:multistatus>"
    }

    static func serving(_ answer: @escaping @Sendable (LoopbackConnection.Request) -> Answer) -> Setup {
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

    /// A server that keeps one file under the name that it is uploaded to, and what it tells of it.
    ///
    /// - Parameters:
    ///   - available: The room that it tells of, in bytes.
    ///   - properties: What it tells besides of a file with this content.
    ///   - other: Its answer where it is not the usual one.
    static func store(
        available: Int? = nil, properties: @escaping @Sendable ([UInt8]) -> String = { _ in "" },
        unless other: @escaping @Sendable (LoopbackConnection.Request) -> Answer? = { _ in nil }
    ) -> Setup {
        let stored = SharedValue<[UInt8]>([])
        return serving { request in
            if let answer = other(request) { return answer }
            switch request.method {
            case "PUT":
                stored.set(request.body)
                return (201, "")
            case "PROPFIND" where request.path == "/":
                let room = available.map { "<D:quota-available-bytes>\($0)</D:quota-available-bytes>" } ?? ""
                return (207, answer(Resource(path: "/", properties: room)))
            case "PROPFIND" where request.path == "/f": return (404, "")
            case "PROPFIND":
                let content = stored.get()
                return (
                    207, answer(Resource(path: request.path, size: content.count, properties: properties(content)))
                )
            case "MOVE": return (201, "")
            case "PROPPATCH": return (403, "")
            default: return (204, "")
            }
        }
    }
}

extension DAVEndpoint {
    /// Writes the file `f`.
    func put(_ bytes: [UInt8], modified: Timestamp? = nil) throws -> Committed {
        let metadata = Metadata(modified: modified)
        let path = try RelativePath(validating: "f")
        let file = try stage(StageRequest(path: path, size: Int64(bytes.count), metadata: metadata))
        try bytes.withUnsafeBytes { try file.write($0, at: 0) }
        return try file.commit(metadata: metadata, length: Int64(bytes.count))
    }
}

/// The requests that came, in order.
final class RequestLog: Sendable {
    private let requests = Mutex<[LoopbackConnection.Request]>([])

    var all: [LoopbackConnection.Request] { requests.withLock { $0 } }
    func add(_ request: LoopbackConnection.Request) { requests.withLock { $0.append(request) } }

    /// Those of one method.
    func all(_ method: String) -> [LoopbackConnection.Request] { all.filter { $0.method == method } }
}

/// A value that the threads of a server share.
final class SharedValue<Value: Sendable>: Sendable {
    private let mutex: Mutex<Value>

    init(_ value: Value) { mutex = Mutex(value) }

    func get() -> Value { mutex.withLock { $0 } }
    func set(_ value: Value) { mutex.withLock { $0 = value } }
}
