public import FerryCore

/// A command line that cannot be followed: one line for the user, and the status to end with.
public struct UsageError: Error, Hashable {
    public let message: String
    public let status: ExitStatus

    public init(_ message: String, status: ExitStatus = .usage) {
        self.message = message
        self.status = status
    }
}
