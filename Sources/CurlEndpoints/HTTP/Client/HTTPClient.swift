internal import FerryEndpoints

/// Makes requests of one server, following where it sends them. What is meant for that server, credentials and the
/// user's own headers, goes to no other host.
final class HTTPClient: Sendable {
    let origin: Origin
    private let engine: CurlEngine
    private let settings: HTTPSettings

    /// How often a request is sent elsewhere before that counts as a circle.
    private static let redirections = 10

    /// Many small responses share one connection; of large ones, each gets its own, because what a slow reader leaves
    /// waiting in a shared one is bounded by libcurl's window of 32 MiB a stream only.
    private static let longestShared: Int64 = 1 << 20

    init(_ origin: Origin, _ settings: HTTPSettings, engine: CurlEngine) {
        self.origin = origin
        self.settings = settings
        self.engine = engine
    }

    /// A response that is still to come, and what it answers.
    struct Pending {
        var request: HTTPRequest
        let exchange: Exchange
    }

    /// Begins a request whose whole response is kept.
    func startKeeping(_ request: HTTPRequest) throws(HTTPFailure) -> Pending {
        try caught { () throws(CurlFailure) in
            Pending(request: request, exchange: try engine.startKeeping(curlRequest(request)))
        }
    }

    /// The response, wherever it comes from in the end, and the address that gave it. Any status but a redirection.
    ///
    /// - Parameter stops: Says of a redirection that it is an answer itself.
    func finish(
        _ pending: Pending, stoppingAt stops: (WebURL, WebURL) -> Bool = { _, _ in false }
    ) throws(HTTPFailure) -> (reply: Reply, url: WebURL) {
        var pending = pending
        for _ in 0...Self.redirections {
            let reply = try caught { () throws(CurlFailure) in try pending.exchange.finish() }
            guard let next = try redirection(reply.head, of: pending.request) else {
                return (reply, pending.request.url)
            }
            if stops(pending.request.url, next) { return (reply, next) }
            pending.request.url = next
            pending = try startKeeping(pending.request)
        }
        throw Self.circle
    }

    /// Makes a request and waits for the whole response.
    func perform(_ request: HTTPRequest) throws(HTTPFailure) -> (reply: Reply, url: WebURL) {
        try finish(try startKeeping(request))
    }

    /// Makes a request whose response is read as it comes; its head is here.
    func open(_ request: HTTPRequest) throws(HTTPFailure) -> (exchange: Exchange, head: ResponseHead) {
        var request = request
        for _ in 0...Self.redirections {
            let exchange = try caught { () throws(CurlFailure) in try engine.start(curlRequest(request)) }
            let head = try caught { () throws(CurlFailure) in try exchange.head() }
            guard let next = try redirection(head, of: request) else { return (exchange, head) }
            exchange.cancel()
            request.url = next
        }
        throw Self.circle
    }

    private static let circle = HTTPFailure(.protocolViolation, "the server sends the request round in circles")

    /// Where the response sends the request; nil when it is an answer.
    private func redirection(_ head: ResponseHead, of request: HTTPRequest) throws(HTTPFailure) -> WebURL? {
        guard [301, 302, 303, 307, 308].contains(head.status), let location = head["Location"] else { return nil }
        guard let next = request.url.resolving(location) else {
            throw HTTPFailure(.protocolViolation, "the server sends the request to what is no web address")
        }
        if request.url.origin.isSecure && !next.origin.isSecure {
            throw HTTPFailure(.untrustedHost, "the server sends the request from TLS to an unprotected connection")
        }
        return next
    }

    private func curlRequest(_ request: HTTPRequest) -> CurlRequest {
        var headers = request.headers
        if origin.entrusts(request.url.origin) {
            headers += settings.headers
            if let login = settings.login { headers.append("Authorization: \(login.authorization)") }
        }
        var result = CurlRequest(
            request.method, url: request.url.text, headers: headers, body: request.body,
            expectedLength: request.expectedLength)
        result.allowsHTTP2 = request.expectedLength <= Self.longestShared
        return result
    }

    private func caught<Result>(_ body: () throws(CurlFailure) -> Result) throws(HTTPFailure) -> Result {
        do throws(CurlFailure) {
            return try body()
        } catch {
            throw HTTPFailure(error)
        }
    }
}
