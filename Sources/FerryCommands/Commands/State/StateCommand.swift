internal import FerryCore
internal import FerryState

/// `ferry state`: shows, or clears, what runs remember.
struct StateCommand {
    let line: StateCommandLine
    let context: CommandContext

    func run() throws(UsageError) -> Int32 {
        guard let path = context.environment.statePath else {
            throw UsageError("no place for state is known: neither HOME nor XDG_STATE_HOME is set", status: .fileIO)
        }
        let store = StateStore(path: path) { [context] in context.complain($0) }
        switch line.step {
        case .show:
            guard let summary = store.summary() else { return ExitStatus.fileIO.rawValue }
            let text = StateText(summary, path: path, numbers: .binary)
            context.console.write(Array(text.lines.map { $0 + "\n" }.joined().utf8))
        case .clear(let parts):
            guard store.clear(parts) else { return ExitStatus.fileIO.rawValue }
        }
        return ExitStatus.success.rawValue
    }
}
