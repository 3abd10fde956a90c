import EndpointConformance
import FerryCore
import FerryEndpoints
import Glibc
import Harness
import SSHEndpoint
import Servers
import Testing

/// An SFTP server as it is in use: reached by ssh.
enum ReachedServer: Sendable {
    /// OpenSSH's server within sshd, and the one that is a program of its own.
    case inside, program
    case proftpd, asyncssh

    /// Those that keep all that the suite asks for. proftpd sets no access times.
    static let conforming: [ReachedServer] = [.inside, .program, .asyncssh]

    /// One connection for all clauses.
    var host: SSHHost {
        switch self {
        case .inside: Self.hostInside
        case .program: Self.hostProgram
        case .proftpd: Self.hostProFTPD
        case .asyncssh: Self.hostAsyncSSH
        }
    }

    private static let sshd = SSHServer(.inside)
    private static let sshdWithProgram = SSHServer(.program)
    private static let ofProFTPD = ProFTPDSFTPServer()
    private static let ofAsyncSSH = AsyncSSHServer()

    private static let hostInside = host(sshd.remoteShell)
    private static let hostProgram = host(sshdWithProgram.remoteShell)
    private static let hostProFTPD = host(ofProFTPD.remoteShell)
    private static let hostAsyncSSH = host(ofAsyncSSH.remoteShell)

    private static func host(_ remoteShell: String) -> SSHHost {
        var options = SSHOptions()
        options.remoteShell = remoteShell.split(separator: " ").map(String.init)
        return SSHHost(SSHAccess(to: SSHTarget(host: "server"), options))
    }
}

/// The suite of all endpoints against each of them.
@Suite struct ServerConformanceTests {
    @Test(arguments: ReachedServer.conforming, Conformance.clauses)
    func conforms(_ server: ReachedServer, _ clause: Clause) throws {
        try clause.run { try .fresh(on: server.host) }
    }
}
