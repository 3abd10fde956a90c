internal import FerryCore

/// Signatures of version 4 ("AWS Signature Version 4 for API requests"), for the headers or the query of a request.
public struct SignatureV4: Sendable {
    public let credentials: Credentials
    public let region: String
    public let service: String
    public let time: SigningTime
    private let key: [UInt8]

    private static let algorithm = "AWS4-HMAC-SHA256"

    /// The key that this derives holds for one day.
    public init(credentials: Credentials, region: String, service: String = "s3", time: SigningTime) {
        self.credentials = credentials
        self.region = region
        self.service = service
        self.time = time
        var key = Array("AWS4\(credentials.secretKey)".utf8)
        for part in [time.day, region, service, "aws4_request"] {
            key = HMAC.authenticate(Array(part.utf8), key: key, .sha256)
        }
        self.key = key
    }

    /// The same key at another time of the same day.
    private init(_ other: SignatureV4, at time: SigningTime) {
        credentials = other.credentials
        region = other.region
        service = other.service
        self.time = time
        key = other.key
    }

    /// For another request: derives a new key only on another day.
    public func at(_ time: SigningTime) -> SignatureV4 {
        time.day == self.time.day
            ? SignatureV4(self, at: time)
            : SignatureV4(credentials: credentials, region: region, service: service, time: time)
    }

    /// Adds `x-amz-date`, the session token and `Authorization` to the headers.
    public func signing(_ request: SignableRequest) -> SignableRequest {
        var request = request
        request.headers.append(("x-amz-date", time.text))
        if let token = credentials.sessionToken { request.headers.append(("x-amz-security-token", token)) }
        let headers = request.canonicalHeaders
        let names = headers.map(\.name).joined(separator: ";")
        let signature = signature(of: request.canonical(headers))
        let value =
            "\(Self.algorithm) Credential=\(credentials.accessKey)/\(scope), SignedHeaders=\(names), Signature=\(signature)"
        request.headers.append(("Authorization", value))
        return request
    }

    /// Puts everything into the query: a URL that anyone may use until it expires.
    /// - Parameter seconds: At most 604,800, a week.
    public func presigning(_ request: SignableRequest, expiresAfter seconds: Int) -> SignableRequest {
        var request = request
        let headers = request.canonicalHeaders
        request.query += [
            ("X-Amz-Algorithm", Self.algorithm), ("X-Amz-Credential", "\(credentials.accessKey)/\(scope)"),
            ("X-Amz-Date", time.text), ("X-Amz-Expires", String(seconds)),
            ("X-Amz-SignedHeaders", headers.map(\.name).joined(separator: ";")),
        ]
        if let token = credentials.sessionToken { request.query.append(("X-Amz-Security-Token", token)) }
        request.query.append(("X-Amz-Signature", signature(of: request.canonical(headers))))
        return request
    }

    private var scope: String { "\(time.day)/\(region)/\(service)/aws4_request" }

    private func signature(of canonical: String) -> String {
        let digest = Hasher.digest(Array(canonical.utf8), .sha256).hexadecimal
        let text = "\(Self.algorithm)\n\(time.text)\n\(scope)\n\(digest)"
        return Hexadecimal.encode(HMAC.authenticate(Array(text.utf8), key: key, .sha256))
    }
}
