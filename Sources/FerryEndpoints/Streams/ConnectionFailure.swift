public import FerryCore
internal import Glibc

/// Why there is no connection, or none any more.
public struct ConnectionFailure: Error, Sendable, Hashable {
    public let code: EndpointError.Code
    /// In words, without secrets.
    public let reason: String
    /// Whether it never came to be.
    public var whileConnecting: Bool

    /// Whether the other side was there, and left: over what was asked of it, perhaps.
    public var isBreakOff: Bool { code == .unreachable && !whileConnecting }

    public init(_ code: EndpointError.Code, _ reason: String, whileConnecting: Bool = false) {
        self.code = code
        self.reason = reason
        self.whileConnecting = whileConnecting
    }

    /// The other side said something that its protocol does not allow.
    public static func violation(_ what: String) -> ConnectionFailure {
        ConnectionFailure(.protocolViolation, "the server broke the protocol: \(what)")
    }

    /// Whatever had begun, the other side is gone.
    public static let cutOff = ConnectionFailure(.unreachable, "the connection was lost in the middle of a message")

    /// In words, why a socket could not be connected (errno, connect(2)).
    public static func reason(_ error: CInt) -> String {
        error == ECONNREFUSED ? "connection refused" : String(cString: strerror(error))
    }

    /// A connection that a system call found broken (errno).
    public static func lost(_ error: CInt) -> ConnectionFailure {
        ConnectionFailure(.unreachable, "the connection was lost: \(String(cString: strerror(error)))")
    }

    public static let unknownHost = "the host name is not known"

    public static let closed = ConnectionFailure(.cancelled, "the connection was closed")
}

extension ConnectionFailure {
    /// The error of what the connection was wanted for. One that never came to be is the error, whatever that was.
    public func during(
        _ operation: EndpointError.Operation, _ path: RelativePath?, at location: String
    ) -> EndpointError {
        if whileConnecting { return EndpointError(code, .connect, path: nil, location: location, reason: reason) }
        return EndpointError(code, operation, path: path, location: location, reason: reason)
    }
}
