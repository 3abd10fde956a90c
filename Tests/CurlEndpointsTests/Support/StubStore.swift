import CurlEndpoints
import FerryCore
import FerryEndpoints
import Glibc
import Synchronization

/// A store that answers what a test says and checks what real ones are lenient about: that the signed digest of a body is
/// the body's, and so are its Content-MD5 and its checksum.
final class StubStore: Sendable {
    struct Answer: Sendable {
        var status: Int
        var headers: [String]
        var body: [UInt8]
        /// How much of the body is sent before the connection is cut.
        var cut: Int?
        /// Whether it is not cut then: nothing more comes.
        var isSilent = false
        /// What passes between one byte of the body and the next, in microseconds.
        var pace: UInt32 = 0

        init(status: Int = 200, headers: [String] = [], bytes: [UInt8], cut: Int? = nil) {
            self.status = status
            self.headers = headers
            self.cut = cut
            body = bytes
        }

        init(status: Int = 200, headers: [String] = [], body: String = "", cut: Int? = nil) {
            self.init(status: status, headers: headers, bytes: Array(body.utf8), cut: cut)
        }
    }

    let server: LoopbackServer
    private let log: Log
    private let engine: CurlEngine

    private final class Log: Sendable {
        let requests = Mutex<[LoopbackConnection.Request]>([])
    }

    /// - Parameters:
    ///   - stallTimeout: After so many seconds without a byte a client counts the connection as lost.
    ///   - cancellation: Of the run that makes the requests.
    init(
        stallTimeout: Int? = nil, cancellation: Cancellation = Cancellation(),
        _ answer: @escaping @Sendable (LoopbackConnection.Request) -> Answer
    ) {
        var settings = EngineSettings()
        if let stallTimeout { settings.stallTimeout = stallTimeout }
        engine = CurlEngine(settings, cancellation: cancellation)
        let log = Log()
        self.log = log
        server = LoopbackServer { connection in
            while let request = connection.request() {
                log.requests.withLock { $0.append(request) }
                guard Self.isSound(request) else { return connection.respond(400, body: Self.error("BadDigest")) }
                let answer = answer(request)
                let body = request.method == "HEAD" ? [] : answer.body.prefix(answer.cut ?? .max)
                let atOnce = answer.pace == 0 ? body.count : 0
                connection.respond(
                    answer.status, headers: answer.headers, length: answer.body.count, body: Array(body.prefix(atOnce)))
                for byte in body.dropFirst(atOnce) {
                    usleep(answer.pace)
                    connection.send([byte])
                }
                if answer.isSilent { _ = connection.take(.max) }
                if answer.cut != nil { return }
            }
        }
    }

    deinit {
        engine.close()
    }

    var requests: [LoopbackConnection.Request] { log.requests.withLock { $0 } }

    /// - Parameter host: Another name of the server's.
    func endpoint(_ settings: S3Settings = S3Settings(), host: String? = nil) throws -> S3Endpoint {
        var settings = settings
        settings.endpoint = host.map { "http://\($0):\(server.port)" } ?? server.url
        return try S3Endpoint(
            bucket: "bucket", path: [], settings: settings,
            credentials: FixedCredentials(Self.credentials), engine: engine)
    }

    /// Variables that lead `ferry` here, and to nothing else that this machine may know of.
    var environment: [String: String] {
        [
            "AWS_ENDPOINT_URL_S3": server.url, "AWS_ACCESS_KEY_ID": Self.credentials.accessKey,
            "AWS_SECRET_ACCESS_KEY": Self.credentials.secretKey, "AWS_PROFILE": "", "AWS_CA_BUNDLE": "",
        ]
    }

    static let credentials = Credentials(accessKey: "access", secretKey: "secret")

    static func error(_ code: String, _ message: String = "words") -> String {
        "<Error><Code>\(code)</Code><Message>\(message)</Message><RequestId>r-1</RequestId></Error>"
    }

    static func page(_ keys: [String], next: String? = nil) -> String {
        let objects = keys.map { "<Contents><Key>\($0)</Key><Size>1</Size><ETag>\"x\"</ETag></Contents>" }.joined()
        let token = next.map { "<NextContinuationToken>\($0)</NextContinuationToken>" } ?? ""
        return "<ListBucketResult><IsTruncated>\(next != nil)</IsTruncated>\(token)\(objects)</ListBucketResult>"
    }

    private static func isSound(_ request: LoopbackConnection.Request) -> Bool {
        let digest = Hasher.digest(request.body, .sha256).hexadecimal
        guard request.headers["x-amz-content-sha256"] == digest, RequestSignature.isValid(request, credentials) else {
            return false
        }
        if let checksum = request.headers["x-amz-checksum-sha256"],
            checksum != Base64.encode(Hasher.digest(request.body, .sha256).bytes)
        {
            return false
        }
        if let md5 = request.headers["content-md5"] {
            return md5 == Base64.encode(Hasher.digest(request.body, .md5).bytes)
        }
        // The list that ends an upload is checked by the store itself.
        return request.body.isEmpty || request.method == "POST" && request[query: "uploadId"] != nil
    }
}
