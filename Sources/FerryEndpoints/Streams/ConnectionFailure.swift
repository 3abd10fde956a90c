/// Why there is no connection, or none any more.
package struct ConnectionFailure: Error, Sendable, Hashable {
    package let code: EndpointError.Code
    /// In words, without secrets.
    package let reason: String
    /// Whether it never came to be.
    package var whileConnecting: Bool

    package init(_ code: EndpointError.Code, _ reason: String, whileConnecting: Bool = false) {
        self.code = code
        self.reason = reason
        self.whileConnecting = whileConnecting
    }

    /// The other side said something that its protocol does not allow.
    package static func violation(_ what: String) -> ConnectionFailure {
        ConnectionFailure(.protocolViolation, "the server broke the protocol: \(what)")
    }

    package static let closed = ConnectionFailure(.cancelled, "the connection was closed")
}
