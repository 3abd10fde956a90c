internal import FerryCore

/// The program: finds the command, runs it, ends with its status.
public enum Program {
    public static func run(_ arguments: [[UInt8]]) -> Int32 {
        StandardStreams.claim()
        let cancellation = Cancellation()
        let context = CommandContext(
            environment: Environment.current(), console: Console(cancellation: cancellation),
            cancellation: cancellation)
        if let directory = context.environment.value("TMPDIR") { TemporaryPlace.use(Array(directory.utf8)) }
        if context.environment.value(Askpass.request) != nil {
            let words = Array(arguments.dropFirst())
            return Askpass.answer(words, environment: context.environment, console: context.console).rawValue
        }
        Signals.cancel(context.cancellation)
        do throws(UsageError) {
            let (command, words) = try command(in: Array(arguments.dropFirst()), calledAs: arguments.first ?? [])
            return CommandRun(command: command, context: context).run(words)
        } catch {
            context.complain(error.message)
            return error.status.rawValue
        }
    }

    /// The command, and the words that follow its name. `--help` and `--version` are commands, too, when nothing comes
    /// before them.
    private static func command(
        in words: [[UInt8]], calledAs name: [UInt8]
    ) throws(UsageError) -> (CommandName, [[UInt8]]) {
        let isRsync = name.split(separator: RelativePath.separator).last?.elementsEqual("rsync".utf8) ?? false
        if isRsync { return (.rsync, words) }
        guard let first = words.first else { throw UsageError("a command is needed; see 'ferry help'") }
        if ["--help", "-h"].contains(where: { first.elementsEqual($0.utf8) }) { return (.help, []) }
        if ["--version", "-V"].contains(where: { first.elementsEqual($0.utf8) }) { return (.version, []) }
        guard let command = CommandName(word: first) else { throw unknownCommand(first) }
        return (command, Array(words.dropFirst()))
    }

    static func unknownCommand(_ word: [UInt8]) -> UsageError {
        let name = DisplayName.escaping(word)
        let nearest = Spelling.nearest(to: name, among: CommandName.allCases.map(\.rawValue))
        return UsageError(
            "unknown command '\(name)'" + (nearest.map { "; did you mean '\($0)'?" } ?? "; see 'ferry help'"))
    }
}
