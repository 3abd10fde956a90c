internal import FerryCore
internal import FerryEndpoints

/// Why a request was of no use: no whole response, or one that refuses.
struct HTTPFailure: Error, Sendable {
    let code: EndpointError.Code
    let reason: String

    init(_ code: EndpointError.Code, _ reason: String) {
        self.code = code
        self.reason = reason
    }

    init(_ failure: CurlFailure) {
        self.init(failure.code, DisplayName.escaping(failure.reason.utf8))
    }

    /// A status that is no success.
    init(_ head: ResponseHead) {
        let code = head.errorCode
        switch code {
        case .authenticationFailed where head.status == 407:
            self.init(code, "the proxy wants another user name and password, or any (status 407)")
        case .authenticationFailed:
            self.init(code, "the server wants another user name and password, or any (status \(head.status))")
        case .permissionDenied, .notFound, .noSpace:
            self.init(code, "\(code.reason) (status \(head.status))")
        default:
            self.init(code, "the server answers with status \(head.status)")
        }
    }

    func error(_ operation: EndpointError.Operation, _ path: RelativePath?, at location: String) -> EndpointError {
        EndpointError(code, operation, path: path, location: location, reason: reason)
    }
}
