internal import FerryCore
package import FerryEndpoints
internal import Glibc
internal import Synchronization

/// A host and the connection to it, which all endpoints there share. It is opened when it is needed, and anew when it was
/// lost; it ends with the last endpoint.
package final class SSHHost: Sendable {
    private struct State {
        var connection: Connection?
        var failure: ConnectionFailure?
        var failedAt = 0
    }

    let options: SSHOptions
    /// Whether this account may give files away, as far as is known.
    let mayGiveAway = Atomic<Bool>(true)
    /// Held while a file is replaced in more than one step.
    let aside = Monitor<Void>(())
    private let openStream: @Sendable () throws(ConnectionFailure) -> any ByteStream
    private let state = Mutex(State())

    /// Seconds for which a host that could not be reached is not tried again: all who wait for it get the same answer.
    private static let pause = 3

    /// - Parameter openStream: Starts a connection to an SFTP server.
    package init(
        options: SSHOptions, openStream: @escaping @Sendable () throws(ConnectionFailure) -> any ByteStream
    ) {
        self.options = options
        self.openStream = openStream
    }

    package convenience init(_ target: SSHTarget, options: SSHOptions) {
        let command = SSHCommand(target, options)
        self.init(options: options) { () throws(ConnectionFailure) in
            try ProcessStream(running: command.words, adding: command.variables)
        }
    }

    /// The connection, opened if need be.
    func connection() throws(SFTPError) -> Connection {
        do throws(ConnectionFailure) {
            return try state.withLock { (state) throws(ConnectionFailure) in
                if let present = state.connection {
                    guard var failure = present.failure else { return present }
                    // A server that lied once is not asked again.
                    failure.whileConnecting = true
                    if failure.code == .protocolViolation { throw failure }
                }
                if let failure = state.failure, time(nil) - state.failedAt < Self.pause { throw failure }
                do throws(ConnectionFailure) {
                    let connection = try open()
                    state.connection = connection
                    return connection
                } catch {
                    state.failure = error
                    state.failedAt = time(nil)
                    throw error
                }
            }
        } catch {
            throw .lost(error)
        }
    }

    private func open() throws(ConnectionFailure) -> Connection {
        let stream = try openStream()
        // A user who types a password takes as long as he takes.
        let greeting = options.interaction == .user ? nil : options.connectTimeout ?? options.timeout
        return try Connection(over: stream, patience: options.timeout, greeting: greeting)
    }

    /// Removes a staged file that nobody wants any more. After a cut it is tried over another connection, since nobody would
    /// find the file for a day; not so where the host was silent, for that may take as long again.
    func removeStaged(_ name: [UInt8], on connection: Connection) {
        do throws(SFTPError) {
            if let failure = connection.failure {
                if failure.code == .unreachable { try self.connection().remove(name).wait() }
            } else {
                try connection.remove(name).wait()
            }
        } catch {
            // Whoever lists the directory a day later removes it.
        }
    }

    /// Ends the connection, for good if it is not asked for again.
    func close() {
        state.withLock { state in
            state.connection?.close()
            state.connection = nil
        }
    }
}
