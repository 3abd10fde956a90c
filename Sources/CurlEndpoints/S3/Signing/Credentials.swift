public import FerryCore

/// Who asks, and the proof of it.
public struct Credentials: Sendable, Hashable {
    public let accessKey: String
    public let secretKey: String
    /// With temporary credentials.
    public let sessionToken: String?
    /// Nil for credentials that last.
    public let expiration: Timestamp?

    public init(accessKey: String, secretKey: String, sessionToken: String? = nil, expiration: Timestamp? = nil) {
        self.accessKey = accessKey
        self.secretKey = secretKey
        self.sessionToken = sessionToken
        self.expiration = expiration
    }
}
