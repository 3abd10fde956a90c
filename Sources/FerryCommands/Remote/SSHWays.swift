internal import FerryCore
internal import SSHEndpoint

/// How hosts are reached through SSH, as options and environment say.
struct SSHWays: Sendable {
    let options: SSHOptions
    /// Nil where the ssh program does it.
    private let library: SSH2Settings?
    private let cancellation: Cancellation

    /// As ssh's own configuration has it.
    init() {
        options = SSHOptions()
        library = nil
        cancellation = Cancellation()
    }

    init(
        resolving arguments: Arguments, environment: Environment, connections: Int?, cancellation: Cancellation
    ) throws(UsageError) {
        var options = try SSHOptions(resolving: arguments, environment: environment)
        options.mostConnections = connections
        self.options = options
        self.cancellation = cancellation
        let usesLibrary = try Self.usesLibrary(arguments.remote, environment)
        library =
            usesLibrary
            ? SSH2Settings(environment: environment, identities: options.identities, cancellation: cancellation) : nil
    }

    func access(to target: SSHTarget) -> SSHAccess {
        if let library { return SSHAccess(to: target, options, library) }
        return SSHAccess(to: target, options, cancellation: cancellation)
    }

    /// libssh2 is used where it is asked for, and where there is no ssh program.
    private static func usesLibrary(
        _ remote: RemoteArguments, _ environment: Environment
    ) throws(UsageError) -> Bool {
        switch try remote.sshTransport?.text() {
        case "ssh"?: return false
        case "libssh2"?:
            if remote.remoteShell != nil {
                throw UsageError("'--rsh' cannot be combined with '--ssh-transport=libssh2'")
            }
            return true
        case let other?:
            throw UsageError(
                "the value of '--ssh-transport' is 'ssh' or 'libssh2', not '\(DisplayName.escaping(other.utf8))'")
        case nil:
            let isUsual = remote.remoteShell == nil && environment.value("RSYNC_RSH") == nil
            return isUsual && !environment.hasProgram("ssh")
        }
    }
}
