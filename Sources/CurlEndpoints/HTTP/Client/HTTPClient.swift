internal import FerryEndpoints

/// Makes requests of one server, following where it sends them. What is meant for that server, credentials and the
/// user's own headers, goes to no other host.
final class HTTPClient: Sendable {
    let origin: Origin
    let ranges = RangeSupport()
    let readAhead = PieceBudget()
    private let engine: CurlEngine
    private let settings: HTTPSettings
    private let authorizer: Authorizer

    /// How often a request is sent elsewhere before that counts as a circle.
    private static let redirections = 10
    /// How often a refusal is answered: the first one names the challenge, a later one may renew it.
    private static let proofs = 2

    /// Many small responses share one connection; of large ones, each gets its own, because what a slow reader leaves
    /// waiting in a shared one is bounded by libcurl's window of 32 MiB a stream only.
    private static let longestShared: Int64 = 1 << 20

    init(_ origin: Origin, _ settings: HTTPSettings, engine: CurlEngine) {
        self.origin = origin
        self.settings = settings
        self.engine = engine
        authorizer = Authorizer(settings.login, isSecure: origin.isSecure)
    }

    /// A response that is still to come, and what it answers.
    struct Pending {
        var request: HTTPRequest
        let exchange: Exchange
    }

    /// Begins a request whose whole response is kept.
    func startKeeping(_ request: HTTPRequest) throws(HTTPFailure) -> Pending {
        try askFirst(request.url)
        return try caught(request.url) { () throws(CurlFailure) in
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
        var proofs = 0
        for _ in 0...Self.redirections {
            let reply = try caught(pending.request.url) { () throws(CurlFailure) in try pending.exchange.finish() }
            if proofs < Self.proofs, isAnotherProofWanted(reply.head, of: pending.request) {
                proofs += 1
                pending = try startKeeping(pending.request)
                continue
            }
            guard let next = try redirection(reply.head, of: pending.request) else {
                try requireTrust(reply.head, of: pending.request.url)
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

    /// Removes what nobody wants any more, as far as that can be done; also when the run was cancelled.
    func sweep(_ url: WebURL) {
        var request = HTTPRequest(.delete, url)
        request.cleansUp = true
        _ = try? perform(request)
    }

    /// Makes a request whose response is read as it comes; its head is here.
    func open(_ request: HTTPRequest) throws(HTTPFailure) -> (exchange: Exchange, head: ResponseHead) {
        try finishHead(try start(request))
    }

    /// Begins a request whose response is read as it comes, at most `capacity` bytes ahead.
    func start(_ request: HTTPRequest, capacity: Int? = nil) throws(HTTPFailure) -> Pending {
        try askFirst(request.url)
        return try caught(request.url) { () throws(CurlFailure) in
            Pending(request: request, exchange: try engine.start(curlRequest(request), capacity: capacity))
        }
    }

    /// The head of the response, wherever it comes from in the end, and what brings the rest.
    func finishHead(_ pending: Pending) throws(HTTPFailure) -> (exchange: Exchange, head: ResponseHead) {
        var (request, exchange) = (pending.request, pending.exchange)
        var proofs = 0
        for _ in 0...Self.redirections {
            let head = try caught(request.url) { () throws(CurlFailure) in try exchange.head() }
            if proofs < Self.proofs, isAnotherProofWanted(head, of: request) {
                proofs += 1
            } else if let next = try redirection(head, of: request) {
                request.url = next
            } else {
                try requireTrust(head, of: request.url)
                return (exchange, head)
            }
            exchange.cancel()
            exchange = try start(request).exchange
        }
        exchange.cancel()
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

    /// Lets the server say how it wants a password proven, before anyone on the way could read it.
    private func askFirst(_ url: WebURL) throws(HTTPFailure) {
        guard authorizer.mustAsk, origin.entrusts(url.origin) else { return }
        // Some servers answer HEAD with a body, which spoils the connection.
        let question = CurlRequest(CurlRequest.Method("OPTIONS"), url: url.text, headers: settings.headers)
        authorizer.noteAsked(try caught(url) { () throws(CurlFailure) in try engine.perform(question) }.head)
    }

    /// Whether a refused request is to be made again, with the proof that the refusal asks for. A body that came in pieces
    /// is gone.
    private func isAnotherProofWanted(_ head: ResponseHead, of request: HTTPRequest) -> Bool {
        guard head.status == 401, origin.entrusts(request.url.origin) else { return false }
        if case .stream = request.body { return false }
        return authorizer.learn(from: head)
    }

    private func curlRequest(_ request: HTTPRequest) -> CurlRequest {
        var headers = request.headers
        let isEntrusted = origin.entrusts(request.url.origin)
        if isEntrusted {
            headers += settings.headers
            if let proof = authorizer.line(for: request.method.name, request.url.target) { headers.append(proof) }
        }
        var result = CurlRequest(
            request.method, url: request.url.text, headers: headers, body: request.body,
            expectedLength: request.expectedLength)
        result.mostKept = request.mostKept ?? result.mostKept
        result.endsInOrder = request.endsInOrder
        result.certificate = isEntrusted ? settings.certificate : nil
        result.allowsHTTP2 = request.expectedLength <= Self.longestShared
        return request.cleansUp ? result.cleaning : result
    }

    /// Another host that the server sends requests to, and that wants to know who asks: it is never told.
    private func requireTrust(_ head: ResponseHead, of url: WebURL) throws(HTTPFailure) {
        guard head.status == 401, !origin.entrusts(url.origin) else { return }
        throw Self.elsewhere(
            url, HTTPFailure(.authenticationFailed, "it wants a user name and password, which only \(origin.text) gets")
        )
    }

    /// A failure tells of the server that was asked for: another one is named.
    private static func elsewhere(_ url: WebURL, _ failure: HTTPFailure) -> HTTPFailure {
        HTTPFailure(failure.code, "the server sends the request to \(url.origin.text): \(failure.reason)")
    }

    private func caught<Result>(_ url: WebURL, _ body: () throws(CurlFailure) -> Result) throws(HTTPFailure) -> Result {
        do throws(CurlFailure) {
            return try body()
        } catch {
            let failure = HTTPFailure(error)
            throw url.origin == origin || failure.code == .cancelled ? failure : Self.elsewhere(url, failure)
        }
    }
}
