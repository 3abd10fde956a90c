internal import FerryCore
internal import FerryEndpoints
internal import FerryState
internal import FerrySync
internal import Glibc

/// What every command works with.
struct CommandContext {
    let environment: Environment
    let console: Console
    let cancellation: Cancellation
    /// What is remembered from run to run; nil where nothing is. Opened when somebody asks it.
    var state: StateStore?
    var registry = EndpointRegistry()
    /// The registry for the sources of a run, where it is not the one for its destination.
    var sourceRegistry: EndpointRegistry?

    /// Complains, in one line.
    func complain(_ message: some CustomStringConvertible) {
        console.printError("ferry: \(message)")
    }

    /// What fails because of a signal is not told: that there was one is.
    func complain(_ error: EndpointError) {
        if error.code != .cancelled { complain("\(error)") }
    }

    func complain(_ error: CommandError) {
        if error.status != .signal { complain(error.description) }
    }

    /// Whether anything is left to be done: no signal came, and somebody takes what is printed.
    var canGoOn: Bool { !cancellation.isCancelled && console.outputFailure == nil }

    /// How many threads work that is split among them is worth.
    var processors: Int { min(max(Int(sysconf(Int32(_SC_NPROCESSORS_ONLN))), 1), 8) }

    func absolute(_ path: [UInt8]) -> [UInt8] {
        path.first == RelativePath.separator ? path : environment.workingDirectory + [RelativePath.separator] + path
    }
}

extension CommandContext {
    /// Digests of files that were read before; nil where there is no place for them.
    var contentMemory: ContentMemory? {
        state.map { state in
            state.tell(through: complain)
            return ContentMemory(state, space: EndpointRegistry.machine)
        }
    }

    /// Writes out what is left and says what became of standard output: 0, or a status for what it could not take.
    func finishOutput() -> ExitStatus {
        console.flush()
        // What an interrupted command could not write is nobody's loss, and what nobody reads any more is no failure.
        guard let failure = console.outputFailure, failure != ECANCELED, failure != EPIPE else { return .success }
        complain("cannot write to standard output: \(String(cString: strerror(failure)))")
        return .fileIO
    }
}
