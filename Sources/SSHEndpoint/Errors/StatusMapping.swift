internal import FerryCore
internal import FerryEndpoints

extension StatusCode {
    /// The cause that a status stands for. The only place that knows; what is not in the table is a failure of the server.
    var code: EndpointError.Code {
        switch self {
        case .noSuchFile, .noSuchPath, .notADirectory, .linkLoop: .notFound
        case .permissionDenied, .writeProtected, .lockConflict, .cannotDelete: .permissionDenied
        case .unsupported, .unknownPrincipal, .invalidParameter: .unsupported
        case .alreadyExists, .isADirectory: .alreadyExists
        case .noSpace, .quotaExceeded: .noSpace
        case .directoryNotEmpty: .notEmpty
        case .invalidName: .nameNotAllowed
        case .noConnection, .connectionLost: .unreachable
        case .endOfFile: .corrupted
        case .badMessage, .invalidHandle: .protocolViolation
        default: .serverFailure
        }
    }

    /// In words, where the cause's usual ones would mislead.
    var reason: String? {
        switch self {
        case .failure: "the server reports a failure and no reason"
        case .badMessage: "the server calls the request malformed"
        case .noMedia: "no medium"
        case .linkLoop: "too many levels of symbolic links"
        case .endOfFile: "the file ended early"
        default: code == .serverFailure ? "server error \(rawValue)" : nil
        }
    }

    /// Whether setting metadata failed because this account may not, or that file system does not keep it.
    var meansNotKept: Bool {
        [.permissionDenied, .unsupported, .writeProtected, .unknownPrincipal, .invalidParameter].contains(self)
    }
}

extension SFTPError {
    var code: EndpointError.Code {
        switch self {
        case .status(let status): status.code
        case .lost(let failure): failure.code
        case .refused(let code, _): code
        }
    }

    private var reason: String? {
        switch self {
        case .status(let status): status.reason
        case .lost(let failure): failure.reason
        case .refused(_, let reason): reason
        }
    }

    func during(
        _ operation: EndpointError.Operation, _ path: RelativePath?, at location: String
    ) -> EndpointError {
        if case .lost(let failure) = self { return failure.during(operation, path, at: location) }
        return EndpointError(code, operation, path: path, location: location, reason: reason)
    }
}
