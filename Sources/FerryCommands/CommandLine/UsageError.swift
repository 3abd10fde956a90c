package import FerryCore

/// A command line that cannot be followed: one line for the user, and the status to end with.
package struct UsageError: Error, Hashable {
    package let message: String
    package let status: ExitStatus

    package init(_ message: String, status: ExitStatus = .usage) {
        self.message = message
        self.status = status
    }
}
