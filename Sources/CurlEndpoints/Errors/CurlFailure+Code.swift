internal import CCurl
public import FerryEndpoints

extension CurlFailure {
    /// What a failed request means to everything above.
    public var code: EndpointError.Code {
        switch cause {
        case .noLibrary: .unsupported
        case .cancelled: .cancelled
        case .tooLong: .protocolViolation
        case .curl(let status): Self.codes[status] ?? .serverFailure
        }
    }

    /// Whether the two sides came to no common TLS, as where one of them speaks none.
    var isOfHandshake: Bool { cause == .curl(CURLE_SSL_CONNECT_ERROR.rawValue) }

    /// libcurl-errors(3)
    private static let codes: [UInt32: EndpointError.Code] = [
        CURLE_UNSUPPORTED_PROTOCOL: .protocolViolation,
        CURLE_URL_MALFORMAT: .nameNotAllowed,
        CURLE_NOT_BUILT_IN: .unsupported,
        CURLE_COULDNT_RESOLVE_PROXY: .unreachable,
        CURLE_COULDNT_RESOLVE_HOST: .unreachable,
        CURLE_COULDNT_CONNECT: .unreachable,
        CURLE_WEIRD_SERVER_REPLY: .protocolViolation,
        CURLE_REMOTE_ACCESS_DENIED: .permissionDenied,
        CURLE_PARTIAL_FILE: .unreachable,
        CURLE_OPERATION_TIMEDOUT: .timedOut,
        CURLE_SSL_CONNECT_ERROR: .unreachable,
        CURLE_GOT_NOTHING: .unreachable,
        CURLE_SEND_ERROR: .unreachable,
        CURLE_RECV_ERROR: .unreachable,
        CURLE_SSL_CERTPROBLEM: .untrustedHost,
        CURLE_PEER_FAILED_VERIFICATION: .untrustedHost,
        CURLE_BAD_CONTENT_ENCODING: .protocolViolation,
        CURLE_LOGIN_DENIED: .authenticationFailed,
        CURLE_REMOTE_DISK_FULL: .noSpace,
        CURLE_SSL_CACERT_BADFILE: .untrustedHost,
        CURLE_REMOTE_FILE_NOT_FOUND: .notFound,
        CURLE_SSL_ISSUER_ERROR: .untrustedHost,
    ].reduce(into: [:]) { $0[$1.key.rawValue] = $1.value }
}
