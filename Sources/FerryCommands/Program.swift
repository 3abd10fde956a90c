internal import FerryCore
internal import Glibc

/// The program: finds the command, runs it, ends with its status.
package enum Program {
    package static func run(_ arguments: [[UInt8]]) -> Int32 {
        // Output that nobody reads any more is dropped; a transfer does not end because of it.
        signal(SIGPIPE, SIG_IGN)
        let console = Console()
        defer { console.flush() }
        do throws(UsageError) {
            return try run(Array(arguments.dropFirst()), calledAs: arguments.first ?? [], console).rawValue
        } catch {
            console.printError("ferry: \(error.message)")
            return error.status.rawValue
        }
    }

    private static func run(
        _ words: [[UInt8]], calledAs name: [UInt8], _ console: Console
    ) throws(UsageError) -> ExitStatus {
        let isRsync = name.split(separator: RelativePath.separator).last?.elementsEqual("rsync".utf8) ?? false
        if isRsync { return try sync(words, .rsync, console) }
        guard let first = words.first else { throw UsageError("a command is needed; see 'ferry help'") }
        let rest = Array(words.dropFirst())
        if ["--help", "-h"].contains(where: { first.elementsEqual($0.utf8) }) {
            return print(HelpText.overview, console)
        }
        if ["--version", "-V"].contains(where: { first.elementsEqual($0.utf8) }) {
            return print(ProgramVersion.line + "\n", console)
        }
        guard let command = CommandName(word: first) else { throw unknownCommand(first) }
        switch command {
        case .sync: return try sync(rest, .sync, console)
        case .rsync: return try sync(rest, .rsync, console)
        case .help: return print(try TextCommands.help(rest), console)
        case .version: return print(ProgramVersion.line + "\n", console)
        case .completion: return print(try TextCommands.completion(rest), console)
        default: throw UsageError("'\(command.rawValue)' is not a command of this build")
        }
    }

    static func unknownCommand(_ word: [UInt8]) -> UsageError {
        let name = DisplayName.escaping(word)
        let nearest = Spelling.nearest(to: name, among: CommandName.allCases.map(\.rawValue))
        return UsageError(
            "unknown command '\(name)'" + (nearest.map { "; did you mean '\($0)'?" } ?? "; see 'ferry help'"))
    }

    private static func print(_ text: String, _ console: Console) -> ExitStatus {
        console.write(Array(text.utf8))
        return .success
    }

    private static func sync(_ words: [[UInt8]], _ preset: Preset, _ console: Console) throws(UsageError) -> ExitStatus
    {
        let command: CommandName = preset == .sync ? .sync : .rsync
        if words.count == 1, words[0].elementsEqual("-h".utf8) { return print(HelpText.of(command), console) }
        var arguments = preset.defaults
        try ArgumentParser.parse(words, of: command, into: &arguments)
        if let text = try TextCommands.information(arguments, of: command) { return print(text, console) }
        let environment = Environment.current()
        let line = try SyncCommandLine(arguments, preset: preset, environment: environment)
        return try SyncCommand(line, environment: environment, console: console).run(cancellation: Cancellation())
    }
}
