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
    ]
}
