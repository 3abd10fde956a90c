extension OptionTable {
    /// Options of the agent.
    static let serving: [OptionDefinition] = [
        OptionDefinition(
            "--stdio", in: .serve, .flag { $0.serving.usesStandardStreams = true },
            help: "speak over standard input and output",
            manual: "The only way to serve, and asked for by name: what is not a ferry could not make sense of it."),
        OptionDefinition(
            "--root", in: .serve, .value(.directory) { $0.serving.root = $1 },
            help: "serve only what lies below DIR",
            manual: """
                Paths that a client names, absolute ones too, are taken from there, and nothing leads out: no "..", and no \
                symbolic link is followed.
                """),
        OptionDefinition(
            "--read-only", in: .serve, .flag { $0.serving.isReadOnly = true },
            help: "refuse every change"),
    ]
}
