/// A `#compdef` file for zsh's `_arguments`.
enum ZshCompletion {
    static var script: String {
        let commands = CommandDescription.all.map { "        '\($0.command.rawValue):\(quoted($0.summary))'" }
        let cases = CommandName.allCases.map(commandCase)
        return """
            #compdef ferry
            # Completions of ferry for zsh.

            _ferry() {
                local -a commands
                commands=(
            \(commands.joined(separator: "\n"))
                )
                if (( CURRENT == 2 )); then
                    _describe command commands
                    return
                fi
                local command=$words[2]
                shift words
                (( CURRENT-- ))
                case $command in
            \(cases.joined(separator: "\n"))
                esac
            }

            _ferry "$@"

            """
    }

    private static func commandCase(_ command: CommandName) -> String {
        let specifications = command.completedOptions.flatMap(specifications)
        let all = specifications + ["'*:\(operands(of: command))'"]
        return "        \(command.rawValue))\n            _arguments -s \\\n"
            + all.map { "                " + $0 }.joined(separator: " \\\n") + "\n            ;;"
    }

    /// One for each spelling: `'--temp-dir=[write new files in DIR]:DIR:_files -/'`.
    private static func specifications(_ option: OptionDefinition) -> [String] {
        let help = "[\(quoted(option.help ?? ""))]"
        let value = option.valueKind.map { ":\(quoted($0.name)):\(action(of: $0.completion))" } ?? ""
        let letter = option.letter.map {
            ["'*-\($0)\(option.takesValue ? "+" : "")\(help)\(isOptional(option) ? "" : value)'"]
        }
        let names = option.names.map { name in
            "'*--\(name)\(option.valueKind == nil ? "" : option.takesValue ? "=" : "=-")\(help)\(isOptional(option) ? ":" : "")\(value)'"
        }
        return (letter ?? []) + names
    }

    private static func isOptional(_ option: OptionDefinition) -> Bool {
        option.valueKind != nil && !option.takesValue
    }

    private static func action(of completion: ValueKind.Completion) -> String {
        switch completion {
        case .nothing: ""
        case .file: "_files"
        case .directory: "_files -/"
        case .user: "_users"
        case .group: "_groups"
        case .words(let words): "(\(words.joined(separator: " ")))"
        }
    }

    private static func operands(of command: CommandName) -> String {
        let completion = CommandDescription.of(command).operands
        return "location:" + action(of: completion)
    }

    /// Text inside single quotes and brackets, in which colons separate.
    private static func quoted(_ text: String) -> String {
        text.reduce(into: "") { result, character in
            switch character {
            case "'": result += "'\\''"
            case ":", "[", "]", "\\": result += "\\" + String(character)
            default: result.append(character)
            }
        }
    }
}
