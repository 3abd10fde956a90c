internal import CCurl

extension CurlFailure {
    /// Whether a server refused to turn to TLS.
    var refusesTLS: Bool { cause == .curl(CURLE_USE_SSL_FAILED.rawValue) }

    /// Whether it stands for a reply of the server's, which says more.
    var isRefusal: Bool {
        guard case .curl(let status) = cause else { return false }
        return Self.refusals.contains(status)
    }

    private static let refusals: Set<UInt32> = Set(
        [
            CURLE_WEIRD_SERVER_REPLY, CURLE_REMOTE_ACCESS_DENIED, CURLE_FTP_COULDNT_SET_TYPE,
            CURLE_FTP_COULDNT_RETR_FILE, CURLE_QUOTE_ERROR, CURLE_UPLOAD_FAILED, CURLE_FTP_PORT_FAILED,
            CURLE_FTP_COULDNT_USE_REST, CURLE_LOGIN_DENIED, CURLE_REMOTE_DISK_FULL, CURLE_REMOTE_FILE_EXISTS,
            CURLE_REMOTE_FILE_NOT_FOUND, CURLE_PARTIAL_FILE, CURLE_OPERATION_TIMEDOUT, CURLE_FTP_WEIRD_PASV_REPLY,
            CURLE_RANGE_ERROR,
        ].map(\.rawValue))
}
