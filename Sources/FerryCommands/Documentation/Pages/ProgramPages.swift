extension CommandDescription {
    static let help = CommandDescription(
        .help, synopsis: ["[COMMAND]"], summary: "print what commands and options there are",
        examples: [Example("The options of sync:", "ferry help sync")], statuses: Status.texts,
        operands: .words(CommandName.allCases.map(\.rawValue)))

    static let version = CommandDescription(
        .version, synopsis: [""], summary: "print the version",
        examples: [Example("The version:", "ferry version")], statuses: Status.texts, operands: .nothing)

    static let completion = CommandDescription(
        .completion, synopsis: ["bash|zsh|fish"], summary: "print the completions for a shell",
        examples: [
            Example("Complete in this shell:", "source <(ferry completion bash)"),
            Example("Complete in fish, always:", "ferry completion fish > ~/.config/fish/completions/ferry.fish"),
        ],
        statuses: Status.texts, operands: .words(CompletionShell.allCases.map(\.rawValue)))
}
