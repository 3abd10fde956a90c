internal import CCurl

extension EasyHandle {
    /// The options of a request of FTP, in place of HTTP's method and headers.
    func setFTP(_ transfer: FTPTransfer, _ request: CurlRequest, _ settings: EngineSettings) {
        set(CURLOPT_USERNAME, transfer.login.user)
        set(CURLOPT_PASSWORD, transfer.login.password)
        set(CURLOPT_USE_SSL, Int((transfer.requiresTLS ? CURLUSESSL_ALL : CURLUSESSL_NONE).rawValue))
        set(CURLOPT_FTPSSLAUTH, Int(CURLFTPAUTH_TLS.rawValue))
        // With version 1.3 libcurl resumes no session of the control connection for the second data connection, as many
        // servers want it.
        set(CURLOPT_SSLVERSION, CURL_SSLVERSION_TLSv1_2 | CURL_SSLVERSION_MAX_TLSv1_2)
        set(CURLOPT_FTP_FILEMETHOD, Int(CURLFTPMETHOD_NOCWD.rawValue))
        set(CURLOPT_SERVER_RESPONSE_TIMEOUT, settings.stallTimeout)
        // Through a proxy of HTTP as a tunnel: its own idea of FTP would be that of web pages.
        set(CURLOPT_HTTPPROXYTUNNEL, 1)
        let isAlone = transfer.kind == .commands
        set(CURLOPT_QUOTE, list(of: transfer.before.map { isAlone ? Self.lenient($0) : $0 }))
        set(CURLOPT_POSTQUOTE, list(of: transfer.after.map(Self.lenient)))
        switch transfer.kind {
        case .commands: set(CURLOPT_NOBODY, 1)
        case .list(let command): set(CURLOPT_CUSTOMREQUEST, command)
        // Else libcurl asks for the length before each file.
        case .download: set(CURLOPT_IGNORE_CONTENT_LENGTH, 1)
        case .downloadRange(let range): set(CURLOPT_RANGE, range)
        case .upload: setUpload(request.body)
        }
    }

    /// An asterisk tells libcurl to go on after a refusal.
    private static func lenient(_ command: [UInt8]) -> [UInt8] { [UInt8(ascii: "*")] + command }
}
