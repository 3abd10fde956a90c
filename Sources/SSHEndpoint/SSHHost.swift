internal import FerryCore
package import FerryEndpoints
internal import Synchronization

/// A host and the connection to it, which all endpoints there share. It is opened when it is needed, and anew when it was
/// lost; it ends with the last endpoint.
package final class SSHHost: Sendable {
    let options: SSHOptions
    /// Whether this account may give files away, as far as is known.
    let mayGiveAway = Atomic<Bool>(true)
    /// Held while a file is replaced in more than one step.
    let aside = Monitor<Void>(())
    /// Digests that the host computes.
    let hashing: RemoteHashing
    private let shared: SharedConnection<Connection>

    /// - Parameters:
    ///   - openStream: Starts a connection to an SFTP server.
    ///   - openShell: Starts a POSIX shell beside it; nil where there is none.
    package init(
        options: SSHOptions, openStream: @escaping @Sendable () throws(ConnectionFailure) -> any ByteStream,
        openShell: (@Sendable () throws(ConnectionFailure) -> any ByteStream)? = nil
    ) {
        self.options = options
        hashing = RemoteHashing(patience: options.timeout, openStream: openShell)
        shared = SharedConnection(
            open: { () throws(ConnectionFailure) in
                // A user who types a password takes as long as he takes.
                let greeting = options.interaction == .user ? nil : options.connectTimeout ?? options.timeout
                return try Connection(over: openStream(), patience: options.timeout, greeting: greeting)
            }, failure: \.failure)
    }

    package convenience init(_ target: SSHTarget, options: SSHOptions) {
        let unattended = options.unattended
        self.init(
            options: options,
            openStream: { () throws(ConnectionFailure) in
                try ProcessStream(to: target, starting: .sftp, options)
            },
            openShell: { () throws(ConnectionFailure) in
                try ProcessStream(to: target, starting: .command("sh"), unattended)
            })
    }

    /// The connection, opened if need be.
    func connection() throws(SFTPError) -> Connection {
        do throws(ConnectionFailure) { return try shared.get() } catch { throw .lost(error) }
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
        shared.take()?.close()
    }
}
