public import FerryCore

/// What went wrong at an endpoint: what was tried, where, and why it failed.
public struct EndpointError: Error, Sendable {
    public let code: Code
    public let operation: Operation
    /// Nil when no single path is concerned.
    public let path: RelativePath?
    /// The location as the user knows it, without secrets.
    public let location: String
    /// The reason in words, such as "permission denied"; never parsed by anybody.
    public let reason: String
    /// Of a failure of a listing.
    public var hidden = Hidden.anything

    /// What a tree may have that a listing with a failure in it does not tell of.
    public enum Hidden: Sendable, Hashable {
        case anything
        /// The listing is complete as far as there are paths: only a name was refused that is none.
        case nothing
        /// As `nothing`, except for this path and what is below it, which the name may stand for.
        case path(RelativePath)
    }

    public init(_ code: Code, _ operation: Operation, path: RelativePath?, location: String, reason: String? = nil) {
        self.code = code
        self.operation = operation
        self.path = path
        self.location = location
        self.reason = reason ?? code.reason
    }

    /// The closed set of causes, from which everything is decided.
    public enum Code: Sendable, Hashable {
        case notFound, alreadyExists, permissionDenied, notEmpty, unsupported, noSpace, nameNotAllowed
        case changedDuringTransfer, corrupted, authenticationFailed, untrustedHost, unreachable, timedOut
        /// The server asks for patience; seconds, where it says how long.
        case throttled(retryAfter: Double?)
        case serverFailure, protocolViolation, cancelled
    }

    /// What was being done, as the verb of the message: "cannot VERB 'path'".
    public enum Operation: String, Sendable, Hashable {
        case connect, list, read, write, replace, remove, link, rename
        /// When a connection was lost.
        case reconnect = "connect again"
        case look = "look at"
        case createDirectory = "create directory"
        case createSpecialFile = "create special file"
        case setMetadata = "set metadata of"
        case synchronize = "make durable"
    }
}

extension EndpointError.Code {
    /// Whether the same call may succeed later. Decided here and nowhere else.
    public var isTransient: Bool {
        switch self {
        case .unreachable, .timedOut, .throttled, .serverFailure: true
        default: false
        }
    }

    /// The usual words for this cause.
    public var reason: String {
        switch self {
        case .notFound: "no such file or directory"
        case .alreadyExists: "already exists"
        case .permissionDenied: "permission denied"
        case .notEmpty: "directory not empty"
        case .unsupported: "not supported here"
        case .noSpace: "no space left"
        case .nameNotAllowed: "the name is not allowed there"
        case .changedDuringTransfer: "the file changed while it was read"
        case .corrupted: "what arrived is not what was sent"
        case .authenticationFailed: "authentication failed"
        case .untrustedHost: "the host is not trusted"
        case .unreachable: "unreachable"
        case .timedOut: "timed out"
        case .throttled: "the server asks to slow down"
        case .serverFailure: "input/output error"
        case .protocolViolation: "the server broke the protocol"
        case .cancelled: "cancelled"
        }
    }
}

extension EndpointError: CustomStringConvertible {
    /// `cannot replace 'a/b' on sftp://host/data: permission denied`
    public var description: String {
        let object = path.map { $0.isRoot ? " '\(location)'" : " '\($0)' on \(location)" } ?? " to \(location)"
        return "cannot \(operation.rawValue)\(object): \(reason)"
    }
}
