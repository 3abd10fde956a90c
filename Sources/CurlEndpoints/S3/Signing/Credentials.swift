package import FerryCore

/// Who asks, and the proof of it.
package struct Credentials: Sendable, Hashable {
    package let accessKey: String
    package let secretKey: String
    /// With temporary credentials.
    package let sessionToken: String?
    /// Nil for credentials that last.
    package let expiration: Timestamp?

    package init(accessKey: String, secretKey: String, sessionToken: String? = nil, expiration: Timestamp? = nil) {
        self.accessKey = accessKey
        self.secretKey = secretKey
        self.sessionToken = sessionToken
        self.expiration = expiration
    }
}
