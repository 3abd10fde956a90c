internal import FerryCore

/// The commands that print a text.
enum TextCommands {
    /// `ferry help [COMMAND]`. `--generated` names the files of the repository that are made from the option table, and
    /// with a name behind it prints what that file has to contain.
    static func help(_ words: [[UInt8]]) throws(UsageError) -> String {
        guard let first = words.first else { return HelpText.overview }
        if first.elementsEqual("--help".utf8) { return HelpText.of(.help) }
        if first.elementsEqual("--generated".utf8) { return try generated(words.dropFirst().first) }
        guard let command = CommandName(word: first) else { throw Program.unknownCommand(first) }
        return HelpText.of(command)
    }

    private static func generated(_ path: [UInt8]?) throws(UsageError) -> String {
        guard let path else { return GeneratedFiles.paths.joined(separator: "\n") + "\n" }
        let name = DisplayName.escaping(path)
        guard let content = GeneratedFiles.content(of: name) else { throw UsageError("'\(name)' is not generated") }
        return content
    }

    static func completion(_ words: [[UInt8]]) throws(UsageError) -> String {
        let names = CompletionShell.allCases.map(\.rawValue).joined(separator: ", ")
        guard let word = words.first else { throw UsageError("a shell is needed: \(names)") }
        if word.elementsEqual("--help".utf8) { return HelpText.of(.completion) }
        guard let shell = CompletionShell(rawValue: DisplayName.escaping(word)) else {
            throw UsageError("'\(DisplayName.escaping(word))' is not one of: \(names)")
        }
        return shell.script
    }

    /// What a command line asks to be told instead of anything being done; nil for nothing.
    static func information(_ arguments: Arguments, of command: CommandName) throws(UsageError) -> String? {
        let output = arguments.output
        if output.help { return HelpText.of(command) }
        if output.version > 0 {
            if command != .rsync { return ProgramVersion.line + "\n" }
            return output.version > 1 ? RsyncVersion.json : RsyncVersion.text
        }
        for value in output.info where OutputLevels<InfoFlag>.asksForHelp(try value.text()) {
            return OutputLevels<InfoFlag>.help
        }
        for value in output.debug where OutputLevels<DebugFlag>.asksForHelp(try value.text()) {
            return OutputLevels<DebugFlag>.help
        }
        return nil
    }
}
