internal import FerryCore

/// The program: finds the command, runs it, ends with its status.
package enum Program {
    package static func run(_ arguments: [[UInt8]]) -> Int32 {
        let words = Array(arguments.dropFirst())
        do throws(UsageError) {
            return try run(words, calledAs: arguments.first ?? []).rawValue
        } catch {
            StandardError.write("ferry: \(error.message)")
            return error.status.rawValue
        }
    }

    private static func run(_ words: [[UInt8]], calledAs name: [UInt8]) throws(UsageError) -> ExitStatus {
        let isRsync = name.split(separator: RelativePath.separator).last?.elementsEqual("rsync".utf8) ?? false
        if isRsync { return try sync(words, .rsync) }
        guard let first = words.first, let command = CommandName(word: first) else {
            throw UsageError("a command is needed; see 'ferry help'")
        }
        let rest = Array(words.dropFirst())
        switch command {
        case .sync: return try sync(rest, .sync)
        case .rsync: return try sync(rest, .rsync)
        default: throw UsageError("'\(command.rawValue)' is not a command of this build")
        }
    }

    private static func sync(_ words: [[UInt8]], _ preset: Preset) throws(UsageError) -> ExitStatus {
        let environment = Environment.current()
        let line = try SyncCommandLine(words, preset: preset, environment: environment)
        return try SyncCommand(line, environment: environment, console: Console()).run(cancellation: Cancellation())
    }
}
