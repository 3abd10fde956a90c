/// A function for bash's `complete`; needs nothing but bash.
enum BashCompletion {
    static var script: String {
        let commands = CommandName.allCases.map(\.rawValue).joined(separator: " ")
        let cases = CommandName.allCases.map(commandCase).joined(separator: "\n")
        return """
            # Completions of ferry for bash.

            _ferry() {
                local current=${COMP_WORDS[COMP_CWORD]} previous=${COMP_WORDS[COMP_CWORD-1]} command=${COMP_WORDS[1]}
                local options= files= directories= words= operands=
                COMPREPLY=()
                [[ ${COMP_WORDS[0]##*/} == rsync ]] && command=rsync
                if [[ $COMP_CWORD == 1 && $command != rsync ]]; then
                    COMPREPLY=($(compgen -W '\(commands)' -- "$current"))
                    return
                fi
                [[ $previous == = ]] && previous=${COMP_WORDS[COMP_CWORD-2]}
                [[ $current == = ]] && previous=${COMP_WORDS[COMP_CWORD-1]} current=
                case $command in
            \(cases)
                esac
                case " $files " in *" $previous "*) compopt -o filenames; COMPREPLY=($(compgen -f -- "$current")); return ;; esac
                case " $directories " in
                    *" $previous "*) compopt -o filenames; COMPREPLY=($(compgen -d -- "$current")); return ;;
                esac
                if [[ -n $words ]]; then
                    COMPREPLY=($(compgen -W "$words" -- "$current"))
                elif [[ $current == -* ]]; then
                    COMPREPLY=($(compgen -W "$options" -- "$current"))
                    [[ ${COMPREPLY[0]} == *= ]] && compopt -o nospace
                elif [[ $operands == files ]]; then
                    compopt -o filenames
                    COMPREPLY=($(compgen -f -- "$current"))
                else
                    COMPREPLY=($(compgen -W "$operands" -- "$current"))
                fi
            }

            complete -F _ferry ferry

            """
    }

    private static func commandCase(_ command: CommandName) -> String {
        let options = command.completedOptions
        let names = options.flatMap { option in option.names.map { "--" + $0 + (option.takesValue ? "=" : "") } }
        var lines = ["        \(command.rawValue))", "            options='\(names.joined(separator: " "))'"]
        lines += assignment("files", options.filter { $0.valueKind?.completion == .file })
        lines += assignment("directories", options.filter { $0.valueKind?.completion == .directory })
        lines.append("            operands='\(operands(of: command))'")
        lines += wordCases(options)
        return (lines + ["            ;;"]).joined(separator: "\n")
    }

    private static func assignment(_ variable: String, _ options: [OptionDefinition]) -> [String] {
        options.isEmpty ? [] : ["            \(variable)='\(options.flatMap(\.spellings).joined(separator: " "))'"]
    }

    private static func wordCases(_ options: [OptionDefinition]) -> [String] {
        let cases = options.compactMap { option -> String? in
            guard case .words(let words) = option.valueKind?.completion else { return nil }
            let names = option.spellings.joined(separator: "|")
            return "                \(names)) words='\(words.joined(separator: " "))' ;;"
        }
        return cases.isEmpty ? [] : ["            case $previous in"] + cases + ["            esac"]
    }

    private static func operands(of command: CommandName) -> String {
        switch CommandDescription.of(command).operands {
        case .words(let words): words.joined(separator: " ")
        case .nothing, .user, .group: ""
        case .file, .directory: "files"
        }
    }
}

extension OptionDefinition {
    /// Every way to write it that is shown: `-T`, `--temp-dir`.
    var spellings: [String] {
        (letter.map { ["-\($0)"] } ?? []) + names.map { "--" + $0 }
    }

    /// Whether a value has to follow.
    var takesValue: Bool {
        if case .value = action { true } else { false }
    }
}
