public import FerryEndpoints

extension ResponseHead {
    public var isSuccess: Bool { (200..<300).contains(status) }

    /// What a status that is no success means, where the protocol above HTTP says nothing more precise (RFC 9110, 15;
    /// RFC 6585 for 429; RFC 4918 for 423 and 507).
    public var errorCode: EndpointError.Code {
        switch status {
        case 401, 407: .authenticationFailed
        case 403: .permissionDenied
        case 404, 410: .notFound
        case 405, 501: .unsupported
        case 408, 504: .timedOut
        case 412, 416: .changedDuringTransfer
        case 414: .nameNotAllowed
        case 413, 507: .noSpace
        case 429, 503: .throttled(retryAfter: retryAfter)
        case 409, 423, 500...: .serverFailure
        default: .protocolViolation
        }
    }

    /// Seconds; nil where the server does not say, or names a date.
    public var retryAfter: Double? {
        self["Retry-After"].flatMap { Int($0) }.flatMap { $0 >= 0 ? Double($0) : nil }
    }
}
