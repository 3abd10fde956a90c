internal import FerryCore
internal import FerryEndpoints

/// Signs and sends requests for one bucket and turns refusals into failures. Shared by all endpoints of that bucket.
final class S3Client: Sendable {
    let settings: S3Settings
    let readAhead = PieceBudget()
    let partsBehind = PieceBudget()
    private let engine: CurlEngine
    private let credentials: any CredentialSource
    private let log: RequestLog
    private let memory: (any CopyMemory)?
    private let state: Monitor<State>

    private struct State {
        var address: S3Address
        var signature: SignatureV4?
        /// How often the bucket turned out to be elsewhere.
        var moves = 0
        /// What is remembered of earlier runs; nil as long as nobody has asked.
        var refusedCopiesBefore: Bool?
        var refusesCopies = false
        var hasCopied = false
        /// How many looks in a row told no checksum of a kind.
        var untoldChecksums: [DigestAlgorithm: Int] = [:]
    }

    /// A bucket has one place; a store that says otherwise would send requests round in circles.
    private static let mostMoves = 3
    private static let mostLooksInVain = 8

    init(
        _ address: S3Address, _ settings: S3Settings, credentials: any CredentialSource, engine: CurlEngine,
        log: RequestLog, memory: (any CopyMemory)?
    ) {
        self.settings = settings
        self.log = log
        self.memory = memory
        self.engine = engine
        self.credentials = credentials
        state = Monitor(State(address: address))
    }

    var address: S3Address { state.withLock { $0.address } }

    /// Made since the last call, by operation.
    func takeRequests() -> [String: Int] { log.take() }

    /// Whether the store has refused to make an object of another one, as radosgw does with encrypted ones.
    var refusesCopies: Bool { state.withLock { $0.refusesCopies } || refusedCopiesBefore }

    /// Whether it did in an earlier run.
    var refusedCopiesBefore: Bool {
        guard let memory else { return false }
        return state.withLock { state in
            let answer = state.refusedCopiesBefore ?? memory.isKnownToRefuse(copyingStore(state.address))
            state.refusedCopiesBefore = answer
            return answer
        }
    }

    /// One object may be copied where another one may not.
    func noteCopy() { state.withLock { $0.hasCopied = true } }

    func noteForbiddenCopy() {
        if !state.withLock({ $0.hasCopied }) { noteRefusedCopy() }
    }

    func noteRefusedCopy() {
        let (isNews, address) = state.withLock { state in
            defer { state.refusesCopies = true }
            return (!state.refusesCopies, state.address)
        }
        if isNews { memory?.rememberRefusal(copyingStore(address)) }
    }

    private func copyingStore(_ address: S3Address) -> String {
        "\(address.store) \(address.bucket) \(settings.encryption.kind)"
    }

    /// Whether the store seems to keep no checksums of a kind.
    func seemsWithout(_ algorithm: DigestAlgorithm) -> Bool {
        state.withLock { $0.untoldChecksums[algorithm, default: 0] >= Self.mostLooksInVain }
    }

    func noteChecksum(_ algorithm: DigestAlgorithm, isTold: Bool) {
        state.withLock { $0.untoldChecksums[algorithm] = isTold ? 0 : $0.untoldChecksums[algorithm, default: 0] + 1 }
    }

    /// Makes a request that must succeed, and returns the whole response.
    func perform(_ request: S3Request) throws(S3Failure) -> Reply {
        let reply = try settledReply(to: request)
        guard reply.head.isSuccess else { throw S3Failure(reply).advising(request, secure: address.isSecure) }
        return reply
    }

    /// Makes a request where the bucket turns out to be, and returns the response, whatever it says.
    func settledReply(to request: S3Request) throws(S3Failure) -> Reply {
        while true {
            let asked = address
            let reply = try self.reply(to: request)
            if reply.head.isSuccess || !follow(S3Failure(reply), reply.head, asked: asked) { return reply }
        }
    }

    /// As `perform`, for answers that must be a document. Success with an error in it is a failure.
    func document(_ request: S3Request) throws(S3Failure) -> XMLElement {
        try headAndDocument(request).document
    }

    func headAndDocument(_ request: S3Request) throws(S3Failure) -> (head: ResponseHead, document: XMLElement) {
        let reply = try perform(request)
        guard let document = XMLElement(answer: reply.body) else {
            throw S3Failure(.protocolViolation, "the answer is not the document that was asked for")
        }
        if document.name == "Error" { throw S3Failure(reply) }
        return (reply.head, document)
    }

    /// Makes a request and returns the response, whatever it says.
    func reply(to request: S3Request) throws(S3Failure) -> Reply {
        let request = try curlRequest(request)
        do throws(CurlFailure) { return try engine.perform(request) } catch { throw failure(error) }
    }

    /// An endpoint without a scheme may be meant to be reached in the clear.
    func failure(_ error: CurlFailure) -> S3Failure {
        guard error.isOfHandshake, let endpoint = settings.endpoint, !endpoint.contains("://") else {
            return S3Failure(error)
        }
        return S3Failure(error).adding("the endpoint is reached over TLS; plain HTTP is http://\(endpoint)")
    }

    /// Begins a request whose response is taken later.
    func start(_ request: S3Request) throws(S3Failure) -> Exchange {
        let request = try curlRequest(request)
        do throws(CurlFailure) { return try engine.startKeeping(request) } catch { throw S3Failure(error) }
    }

    /// Begins a request whose response is read as it comes, at most `capacity` bytes ahead.
    func stream(_ request: S3Request, capacity: Int?) throws(S3Failure) -> Exchange {
        let request = try curlRequest(request)
        do throws(CurlFailure) { return try engine.start(request, capacity: capacity) } catch { throw S3Failure(error) }
    }

    /// Takes back what is unfinished, even when the run was cancelled. That it is gone already, or cannot be reached, is no
    /// news.
    func cleanUp(_ request: S3Request) {
        guard let request = try? curlRequest(request) else { return }
        _ = try? engine.perform(request.cleaning)
    }

    /// Asks for what is known of an object.
    func look(at key: [UInt8]) -> S3Request {
        var request = S3Request(.head, key: key)
        request.headers = settings.encryption.reading
        return request
    }

    /// What is known of an object; nil when there is none.
    func head(of key: [UInt8]) throws(S3Failure) -> ResponseHead? {
        let reply = try settledReply(to: look(at: key))
        if reply.status == 404 { return nil }
        guard reply.head.isSuccess else { throw S3Failure(reply) }
        return reply.head
    }

    /// A URL that anybody may use until so many seconds have passed.
    func presigned(_ request: S3Request, expiresAfter seconds: Int) throws(S3Failure) -> String {
        let address = self.address
        guard let credentials = try currentCredentials() else {
            throw S3Failure(.authenticationFailed, "a URL can be signed only with credentials")
        }
        let signable = SignableRequest(
            method: request.method.name, path: address.path(of: request.key), query: request.query,
            headers: [("host", address.host)] + request.headers, payload: SignableRequest.unsignedPayload)
        let signed = signature(for: credentials, address).presigning(signable, expiresAfter: seconds)
        return address.url(path: signed.path, query: signed.canonicalQuery)
    }

    /// Whether both are buckets of one store under one account, which copies between them by itself.
    func sharesStore(with other: S3Client) -> Bool {
        guard address.store == other.address.store else { return false }
        guard let mine = try? credentials.current(), let theirs = try? other.credentials.current() else { return false }
        return mine == theirs
    }

    /// Learns from a refusal where the bucket is; false when it says nothing new to whoever `asked` there.
    func follow(_ failure: S3Failure, _ head: ResponseHead, asked: S3Address) -> Bool {
        guard Redirection.statuses.contains(head.status) || head.status == 400 else { return false }
        let moved =
            if let region = failure.region, region != asked.region { asked.inRegion(region, settings) } else {
                failure.place.flatMap { asked.redirected(to: $0, settings) }
            }
        guard let address = moved else { return false }
        return state.withLock { state in
            // Another thread was told before.
            if state.address != asked { return true }
            guard state.moves < Self.mostMoves else { return false }
            (state.address, state.signature) = (address, nil)
            state.moves += 1
            return true
        }
    }

    // MARK: Signing

    private func curlRequest(_ request: S3Request) throws(S3Failure) -> CurlRequest {
        log.note(request.operation)
        let address = self.address
        var signable = SignableRequest(
            method: request.method.name, path: address.path(of: request.key), query: request.query,
            headers: [("host", address.host)] + request.headers, payload: payload(of: request, address))
        if let digest = request.contentMD5 { signable.headers.append(("content-md5", Base64.encode(digest.bytes))) }
        if let credentials = try currentCredentials() {
            signable.headers.append(("x-amz-content-sha256", signable.payload))
            signable = signature(for: credentials, address).signing(signable)
        }
        var signed = CurlRequest(
            request.method, url: address.url(path: signable.path, query: signable.canonicalQuery),
            headers: signable.headers.map { $0.value.isEmpty ? "\($0.name);" : "\($0.name): \($0.value)" },
            body: request.body.map { .bytes($0) } ?? .none, expectedLength: request.expectedLength)
        signed.certificateFile = settings.certificateFile
        signed.mayTakeLong = request.mayTakeLong
        return signed
    }

    private func currentCredentials() throws(S3Failure) -> Credentials? {
        do throws(CredentialFailure) {
            return try credentials.current()
        } catch {
            throw S3Failure(error.code, error.description)
        }
    }

    /// Over TLS the signature need not cover the body: nobody can change it on the way, and Content-MD5 tells accidents.
    private func payload(of request: S3Request, _ address: S3Address) -> String {
        guard let body = request.body, body.count > 0 else { return SignableRequest.emptyPayload }
        if address.isSecure && request.contentMD5 != nil { return SignableRequest.unsignedPayload }
        return (request.contentSHA256 ?? Hasher.digest(body.bytes, .sha256)).hexadecimal
    }

    private func signature(for credentials: Credentials, _ address: S3Address) -> SignatureV4 {
        let time = SigningTime(.now)
        let known = state.withLock { $0.signature }
        if let known, known.credentials == credentials, known.region == address.region {
            let signature = known.at(time)
            if known.time.day != time.day { state.withLock { $0.signature = signature } }
            return signature
        }
        let signature = SignatureV4(credentials: credentials, region: address.region, time: time)
        state.withLock { $0.signature = signature }
        return signature
    }
}
