/// A page of section 1, in man(7) macros.
public enum ManualPage {
    /// The names of all pages, without their section.
    public static var names: [String] {
        ["ferry"] + CommandDescription.all.map { "ferry-" + $0.command.rawValue }
    }

    /// The page of this name, or nil.
    public static func text(named name: String) -> String? {
        if name == "ferry" { return OverviewPage.text }
        return CommandDescription.all.first { "ferry-" + $0.command.rawValue == name }.map(text)
    }

    static func heading(_ name: String) -> String {
        ".TH \(name.uppercased()) 1 \"\" \"\(ProgramVersion.line)\" \"User Commands\""
    }

    static func examples(_ examples: [CommandDescription.Example]) -> [String] {
        examples.flatMap {
            [".PP", Roff.escaped($0.purpose), ".PP", ".RS 4", ".nf", Roff.escaped($0.line), ".fi", ".RE"]
        }
    }

    static func statuses(_ statuses: [CommandDescription.Status]) -> [String] {
        statuses.flatMap { [".TP", Roff.bold(String($0.number)), Roff.escaped($0.meaning)] }
    }

    private static func text(_ description: CommandDescription) -> String {
        let name = "ferry-" + description.command.rawValue
        var lines = [heading(name), ".SH NAME", "\(Roff.escaped(name)) \\- \(Roff.escaped(description.summary))"]
        lines.append(".SH SYNOPSIS")
        for (index, form) in description.synopsis.enumerated() {
            if index > 0 { lines.append(".br") }
            lines.append(Roff.bold("ferry \(description.command.rawValue)") + " " + Roff.italic(form))
        }
        lines += [".SH EXAMPLES"] + examples(description.examples)
        if !description.paragraphs.isEmpty {
            lines += [".SH DESCRIPTION"] + description.paragraphs.flatMap { [".PP", Roff.escaped($0)] }
        }
        lines += options(of: description.command)
        lines += [".SH EXIT STATUS"] + statuses(description.statuses)
        lines += [".SH SEE ALSO"] + seeAlso(description.command)
        return lines.joined(separator: "\n") + "\n"
    }

    private static func options(of command: CommandName) -> [String] {
        let groups = OptionTable.groups(for: command)
        if groups.isEmpty { return [] }
        return [".SH OPTIONS"]
            + groups.flatMap { group in
                let documented = group.definitions.filter { $0.help != nil || !$0.manual.isEmpty }
                return documented.isEmpty ? [] : [".SS " + Roff.escaped(group.title)] + documented.flatMap(option)
            }
    }

    private static func option(_ definition: OptionDefinition) -> [String] {
        let suffix = definition.valueSuffix
        var names = definition.letter.map { [Roff.bold("-\($0)")] } ?? []
        names += definition.names.map { Roff.bold("--" + $0) + (suffix.isEmpty ? "" : Roff.escaped(suffix)) }
        let help = definition.help.map { $0.prefix(1).uppercased() + $0.dropFirst() + "." }
        let text = [help, definition.manual.isEmpty ? nil : definition.manual].compactMap { $0 }.joined(separator: " ")
        return [".TP", names.joined(separator: ", "), Roff.escaped(text)] + negations(definition)
    }

    private static func negations(_ definition: OptionDefinition) -> [String] {
        if definition.negations.isEmpty { return [] }
        let names = definition.negations.map { Roff.bold("--" + $0) }
        return ["Taken back by " + names.joined(separator: ", ") + "."]
    }

    private static func seeAlso(_ command: CommandName) -> [String] {
        let related: [String] =
            switch command {
            case .sync: ["ferry-check", "ferry-rsync", "ferry-state"]
            case .rsync: ["ferry-sync", "rsync"]
            case .check: ["ferry-sync", "ferry-manifest"]
            case .manifest: ["ferry-check", "sha256sum", "hashdeep", "mtree"]
            case .list, .cat, .put, .remove:
                ["list", "cat", "put", "remove"].filter { $0 != command.rawValue }.map { "ferry-" + $0 }
            case .delta: ["rdiff", "ferry-sync"]
            case .zsync: ["zsync", "zsyncmake", "ferry-delta"]
            case .serve: ["ssh", "sshd", "ferry-sync"]
            case .state: ["ferry-sync"]
            case .help, .version, .completion: []
            }
        return [(["ferry"] + related).map { Roff.bold($0) + "(1)" }.joined(separator: ", ")]
    }
}
