/// The shells that completions are made for.
public enum CompletionShell: String, Sendable, CaseIterable {
    case bash, zsh, fish

    /// The completions, as the shell reads them.
    public var script: String {
        switch self {
        case .bash: BashCompletion.script
        case .zsh: ZshCompletion.script
        case .fish: FishCompletion.script
        }
    }

    /// What the file is called where the shell looks for it.
    public var fileName: String {
        switch self {
        case .bash: "ferry"
        case .zsh: "_ferry"
        case .fish: "ferry.fish"
        }
    }
}

extension CommandName {
    /// The options worth completing: those that the help text shows.
    var completedOptions: [OptionDefinition] {
        OptionTable.groups(for: self).flatMap(\.definitions).filter { $0.help != nil }
    }
}
