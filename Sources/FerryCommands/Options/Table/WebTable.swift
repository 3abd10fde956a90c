extension OptionTable {
    /// Options about what is reached by HTTP and TLS.
    static let web: [OptionDefinition] = [
        OptionDefinition(
            "--header", in: .locations, .value(ValueKind("LINE")) { $0.web.headers.append($1) },
            help: "send this line, as in 'Name: value', over HTTP",
            manual: """
                It goes with each request to the servers that the command names, and to no other one that these send it \
                to. @FILE stands for the lines of a file, which is the place for secrets.
                """),
        OptionDefinition(
            "--ca-cert", in: .locations, .value(.file) { $0.web.certificates = $1 },
            help: "trust the certificates in this file", manual: "They stand in for those of the system."),
        OptionDefinition(
            "--client-cert", in: .locations, .value(.file) { $0.web.clientCertificate = $1 },
            help: "the certificate for servers that ask for one",
            manual: """
                In PEM, for HTTPS and WebDAV over TLS. It is shown to the servers that the command names, and to no other \
                one that these send it to.
                """),
        OptionDefinition(
            "--client-key", in: .locations, .value(.file) { $0.web.clientKey = $1 },
            help: "the key of --client-cert, if in another file",
            manual: "FERRY_CLIENT_KEY_PASSWORD holds the password of an encrypted one."),
        OptionDefinition(
            "--ftp-tls", in: .locations,
            .value(.words("WHICH", ["required", "try", "none"])) { $0.web.ftpSecurity = $1 },
            help: "whether FTP turns to TLS: required, try or none",
            manual: """
                try: where the server offers it, which is what happens without this option; else the password is sent in \
                the open, after a warning. A certificate that is not trusted is an error in either case. ftps:// begins \
                with TLS.
                """),
    ]
}
