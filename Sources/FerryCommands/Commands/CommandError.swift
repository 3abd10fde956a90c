internal import FerryCore
internal import FerryEndpoints
internal import FerrySync

/// Why one thing that a command was to do was not done: one line for the user. The command goes on with the next.
struct CommandError: Error, CustomStringConvertible {
    let description: String
    /// What the command ends with on its account.
    let status: ExitStatus

    init(_ description: String, status: ExitStatus = .partial) {
        self.description = description
        self.status = status
    }

    init(_ error: EndpointError) {
        self.init("\(error)", status: error.connectionStatus ?? .partial)
    }

    init(_ error: UsageError) {
        self.init(error.message, status: error.status)
    }
}
