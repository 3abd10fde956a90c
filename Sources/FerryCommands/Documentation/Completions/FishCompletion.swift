/// `complete` commands for fish.
enum FishCompletion {
    static var script: String {
        var lines = ["# Completions of ferry for fish.", "", "complete -c ferry -f"]
        for description in CommandDescription.all {
            let condition = "-n __fish_use_subcommand"
            lines.append(
                "complete -c ferry \(condition) -a \(description.command.rawValue) -d '\(quoted(description.summary))'")
        }
        for command in CommandName.allCases {
            lines += ["", operands(of: command)] + command.completedOptions.map { option($0, of: command) }
        }
        return lines.joined(separator: "\n") + "\n"
    }

    private static func start(_ command: CommandName) -> String {
        "complete -c ferry -n '__fish_seen_subcommand_from \(command.rawValue)'"
    }

    private static func operands(of command: CommandName) -> String {
        switch CommandDescription.of(command).operands {
        case .words(let words): start(command) + " -a '\(words.joined(separator: " "))'"
        case .nothing, .user, .group: start(command) + " -f"
        case .file, .directory: start(command) + " -F"
        }
    }

    private static func option(_ option: OptionDefinition, of command: CommandName) -> String {
        let letter = option.letter.map { " -s \($0)" } ?? ""
        let names = option.names.map { " -l " + $0 }.joined()
        let value = option.valueKind.map { action(of: $0.completion, isRequired: option.takesValue) } ?? ""
        return start(command) + letter + names + value + " -d '\(quoted(option.help ?? ""))'"
    }

    private static func action(of completion: ValueKind.Completion, isRequired: Bool) -> String {
        let required = isRequired ? " -r" : ""
        return switch completion {
        case .nothing: required
        case .file: required + " -F"
        case .directory: required + " -a '(__fish_complete_directories)'"
        case .user: required + " -a '(__fish_complete_users)'"
        case .group: required + " -a '(__fish_complete_groups)'"
        case .words(let words): required + " -a '\(words.joined(separator: " "))'"
        }
    }

    private static func quoted(_ text: String) -> String {
        text.reduce(into: "") { $0 += $1 == "'" || $1 == "\\" ? "\\\($1)" : String($1) }
    }
}
