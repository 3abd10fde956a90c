internal import FerryCore
internal import FerryEndpoints

/// A host without SFTP: shells of the account there, each used by one thread at a time and kept for the next one.
package final class SCPHost: Sendable {
    private struct State {
        var idle: [ShellSession] = []
        /// Who we are there, once a shell has told.
        var isRoot: Bool?
    }

    let access: SSHAccess
    let hashing: RemoteHashing
    private let state = Monitor(State())

    /// Shells that wait for work; more end with it.
    private static let mostIdle = 8

    package init(_ access: SSHAccess) {
        self.access = access
        hashing = RemoteHashing(patience: access.options.timeout) { () throws(ConnectionFailure) in
            try access.start(.command("sh"), mayAsk: false)
        }
    }

    var patience: Int? { access.options.timeout }

    /// Where every shell has to be paid for with a password typed, one thread is enough.
    var advisedConnections: Int { access.asksOnce ? 4 : 1 }

    /// Whether this account may give files away.
    func isRoot() throws(SCPError) -> Bool {
        if let known = state.withLock({ $0.isRoot }) { return known }
        try withShell { (_) throws(SCPError) in }
        return state.withLock { $0.isRoot ?? false }
    }

    /// Runs a script, and returns what it printed.
    func run(_ script: [UInt8]) throws(SCPError) -> [UInt8] {
        try withShell { (shell) throws(SCPError) in try shell.result(of: script, patience) }
    }

    func withShell<Result>(_ body: (ShellSession) throws(SCPError) -> Result) throws(SCPError) -> Result {
        let shell = try takeShell()
        let result = try body(shell)
        giveBack(shell)
        return result
    }

    /// A shell for whoever calls, to be given back once it is at rest.
    func takeShell() throws(SCPError) -> ShellSession {
        while let shell = state.withLock({ $0.idle.popLast() }) {
            if shell.failure == nil { return shell }
        }
        do throws(ConnectionFailure) {
            let stream = try access.start(.command("sh"))
            let greeting = access.options.interaction == .user ? nil : access.options.connectTimeout ?? patience
            return try prepared(try ShellSession(over: stream, patience: greeting))
        } catch {
            var failure = error
            failure.whileConnecting = true
            throw .lost(failure)
        }
    }

    func giveBack(_ shell: ShellSession) {
        guard shell.failure == nil else { return }
        state.withLock { if $0.idle.count < Self.mostIdle { $0.idle.append(shell) } }
    }

    private func prepared(_ shell: ShellSession) throws(ConnectionFailure) -> ShellSession {
        let prelude = RemoteCommands.prelude(
            umask: access.options.umask, followsDirectoryLinks: access.options.followsDirectoryLinks)
        _ = try shell.run(prelude, patience: patience)
        let outcome = try shell.run(RemoteCommands.probe, patience: patience)
        guard outcome.status == 0 else {
            throw ConnectionFailure(
                SCPStatus.code(outcome.status), SCPStatus.reason(outcome.status) ?? "it has no shell")
        }
        let isRoot = outcome.output.elementsEqual("0\n".utf8)
        state.withLock { $0.isRoot = isRoot }
        return shell
    }
}

extension ShellSession {
    /// What a script printed; any other status than 0 is an error.
    func result(of script: [UInt8], _ patience: Int?) throws(SCPError) -> [UInt8] {
        let outcome: Outcome
        do throws(ConnectionFailure) {
            outcome = try run(script, patience: patience, mostOutput: RemoteListingLimit.bytes)
        } catch {
            throw .lost(error)
        }
        if outcome.status != 0 { throw .status(outcome.status) }
        return outcome.output
    }
}

/// What one directory may be described with: two million names.
enum RemoteListingLimit {
    static let bytes = 256 << 20
}
