internal import FerryCore
internal import Glibc
internal import SSHEndpoint

/// How hosts are reached through SSH, as options and environment say.
struct SSHWays: Sendable {
    let options: SSHOptions
    /// Nil where the ssh program does it.
    private let library: SSH2Settings?
    private let cancellation: Cancellation
    private let warn: @Sendable (String) -> Void

    /// As ssh's own configuration has it.
    init() {
        options = SSHOptions()
        library = nil
        cancellation = Cancellation()
        warn = { _ in }
    }

    /// - Parameter warn: Told what the user has to do.
    init(
        resolving arguments: Arguments, environment: Environment, connections: Int?, cancellation: Cancellation,
        warn: @escaping @Sendable (String) -> Void
    ) throws(UsageError) {
        var options = try SSHOptions(resolving: arguments, environment: environment)
        options.mostConnections = connections
        self.options = options
        self.cancellation = cancellation
        self.warn = warn
        let usesLibrary = try Self.usesLibrary(arguments.remote, environment)
        library =
            usesLibrary
            ? SSH2Settings(environment: environment, identities: options.identities, cancellation: cancellation) : nil
    }

    func access(to target: SSHTarget) -> SSHAccess {
        if let library { return SSHAccess(to: target, options, library) }
        let tell: @Sendable (String) -> Void = { [warn] in warn("ssh says: \($0)") }
        // As ssh itself does: whoever redirects what is complained of does not wait for it.
        return SSHAccess(
            to: target, options, cancellation: cancellation, telling: isatty(STDERR_FILENO) == 1 ? tell : nil)
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
