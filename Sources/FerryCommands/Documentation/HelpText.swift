/// The text of `--help`, no wider than 80 columns.
public enum HelpText {
    /// Where help lines begin.
    private static let column = 30

    /// What there is at all.
    public static var overview: String {
        let commands = CommandDescription.all.map { description in
            "  " + description.command.rawValue.rightPadded(to: 12) + description.summary
        }
        return """
            Usage: ferry COMMAND [OPTION...] [LOCATION...]
            Make directory trees the same, and know that they are.

            \(commands.joined(separator: "\n"))

            'ferry help COMMAND' lists a command's options; ferry(1) is the manual.

            """
    }

    public static func of(_ command: CommandName) -> String {
        let description = CommandDescription.of(command)
        var lines = description.synopsis.enumerated().map { index, form in
            (index == 0 ? "Usage: " : "   or: ") + "ferry \(command.rawValue) \(form)"
        }
        lines.append(description.summary.prefix(1).uppercased() + description.summary.dropFirst() + ".")
        let groups = OptionTable.groups(for: command)
        for group in groups {
            let shown = group.definitions.filter { $0.help != nil }
            if shown.isEmpty { continue }
            lines += ["", group.title + ":"] + shown.flatMap { Self.lines(for: $0) }
        }
        if groups.contains(where: { $0.definitions.contains { !$0.negations.isEmpty } }) {
            lines += ["", "Most options are taken back by --no-OPTION, such as --no-times or --no-t."]
        }
        return lines.joined(separator: "\n") + "\n"
    }

    private static func lines(for definition: OptionDefinition) -> [String] {
        let names = "  " + spelling(of: definition)
        let help = definition.help ?? ""
        if names.count < column - 1 { return [names.rightPadded(to: column) + help] }
        return [names, String(repeating: " ", count: column) + help]
    }

    /// `-B, --block-size=SIZE`; without a letter the name stands below the others.
    private static func spelling(of definition: OptionDefinition) -> String {
        let letter = definition.letter.map { "-\($0)" }
        guard let name = definition.names.first else { return letter ?? "" }
        return (letter.map { $0 + ", " } ?? "    ") + "--" + name + definition.valueSuffix
    }
}

extension OptionDefinition {
    /// `=SIZE`, or `[=WHEN]` for a value that may be left out.
    var valueSuffix: String {
        switch action {
        case .flag, .toggle: ""
        case .value(let kind, _): "=" + kind.name
        case .optionalValue(let kind, _): "[=\(kind.name)]"
        }
    }
}
