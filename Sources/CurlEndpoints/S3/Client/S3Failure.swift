internal import FerryCore
internal import FerryEndpoints

/// Why a request to an object store failed.
struct S3Failure: Error, Sendable {
    let code: EndpointError.Code
    private(set) var reason: String
    /// S3's own code, such as `NoSuchKey`.
    var s3Code: String?
    /// The region that the bucket is in, where the answer says it.
    var region: String?
    /// Where the answer sends whoever asks for the bucket: a URL or a host.
    var place: String?

    init(_ code: EndpointError.Code, _ reason: String? = nil) {
        self.code = code
        self.reason = reason ?? code.reason
    }

    init(_ failure: CurlFailure) {
        self.init(failure.code, failure.reason)
    }

    /// A response that is no success, or that says so in its body only.
    init(_ reply: Reply, now: Timestamp = .now) {
        let document = reply.body.isEmpty ? nil : XMLElement(answer: reply.body)
        let error = document?.name == "Error" ? document : nil
        s3Code = error?["Code"]
        region = reply.head["x-amz-bucket-region"] ?? error?["Region"]
        if Redirection.statuses.contains(reply.status) { place = reply.head["location"] ?? error?["Endpoint"] }
        code = Self.code(s3Code, reply.head)
        reason = ""
        reason = words(error, reply.head, now: now)
    }

    /// What an answer that is a success says of one of many objects.
    init(_ error: XMLElement, in head: ResponseHead) {
        s3Code = error["Code"] ?? "an error without a code"
        code = Self.code(s3Code, head)
        reason = ""
        reason = words(error, head, now: .now)
    }

    private func words(_ error: XMLElement?, _ head: ResponseHead, now: Timestamp) -> String {
        var words = s3Code ?? "status \(head.status)"
        if let message = error?["Message"], !message.isEmpty, message != s3Code { words += ": \(message)" }
        if let request = error?["RequestId"] ?? head["x-amz-request-id"] { words += " (request \(request))" }
        if let advice = advice(head, now: now) { words += "; \(advice)" }
        return DisplayName.escaping(words.utf8)
    }

    /// With what a refused request has to do with it, where the answer does not say.
    func advising(_ request: S3Request, secure isSecure: Bool) -> S3Failure {
        guard s3Code == "InvalidRequest", !isSecure, request.asksForEncryption else { return self }
        return adding("encryption is asked for, which many stores do over https:// only")
    }

    func adding(_ words: String) -> S3Failure {
        var failure = self
        failure.reason += "; \(words)"
        return failure
    }

    func error(_ operation: EndpointError.Operation, _ path: RelativePath?, at location: String) -> EndpointError {
        EndpointError(code, operation, path: path, location: location, reason: reason)
    }

    private static func code(_ s3Code: String?, _ head: ResponseHead) -> EndpointError.Code {
        guard let code = s3Code.flatMap({ S3ErrorCodes.table[$0] }) else {
            // Success with an error in the body: nothing is known but that it failed.
            return head.isSuccess ? .serverFailure : head.errorCode
        }
        if case .throttled = code { return .throttled(retryAfter: head.retryAfter) }
        return code
    }

    /// What can be done about it, where there is one thing to do.
    private func advice(_ head: ResponseHead, now: Timestamp) -> String? {
        switch s3Code {
        case "AccessDenied": "the credentials have no permission for this, or the bucket is not theirs"
        case "InvalidAccessKeyId": "there is no such access key at this endpoint"
        case "SignatureDoesNotMatch": "the secret key does not belong to the access key"
        case "ExpiredToken", "TokenRefreshRequired": "the temporary credentials have expired"
        case "NoSuchBucket": "check the bucket's name and the endpoint"
        case "RequestTimeTooSkewed": Self.skewAdvice(head, now)
        case "SlowDown", "ServiceUnavailable": "the store is busy, also for fewer requests: try again later"
        case "PermanentRedirect", "TemporaryRedirect", "AuthorizationHeaderMalformed",
            "IllegalLocationConstraintException":
            elsewhere
        case nil: Redirection.statuses.contains(head.status) ? elsewhere : Self.advice(head, now)
        default: nil
        }
    }

    private var elsewhere: String {
        if let region { return "the bucket is in region \(region)" }
        guard let place = place.flatMap({ Redirection($0, secure: true) }) else {
            return "the bucket is elsewhere: say its --endpoint-url or --region"
        }
        return "the bucket is at \(place.host): where that is to be trusted, say it with --endpoint-url"
    }

    /// Of an answer without words, as HEAD has.
    private static func advice(_ head: ResponseHead, _ now: Timestamp) -> String? {
        switch head.status {
        case 403 where isSkewed(head, now): skewAdvice(head, now)
        case 400: "a wrong encryption key, region or token may be the cause"
        case 403: "the credentials are wrong, or have no permission for this"
        default: nil
        }
    }

    /// Whether the clocks differ by more than whoever checks signatures may bear.
    private static func isSkewed(_ head: ResponseHead, _ now: Timestamp) -> Bool {
        head["Date"].flatMap(HTTPDate.seconds).map { abs(now.seconds - $0) > leastSkew } ?? false
    }

    /// Seconds.
    private static let leastSkew: Int64 = 300

    private static func skewAdvice(_ head: ResponseHead, _ now: Timestamp) -> String {
        guard let theirs = head["Date"].flatMap(HTTPDate.seconds) else { return "set this machine's clock" }
        let offset = now.seconds - theirs
        return "this machine's clock is \(abs(offset)) seconds \(offset < 0 ? "behind" : "ahead of") the server's"
    }
}
