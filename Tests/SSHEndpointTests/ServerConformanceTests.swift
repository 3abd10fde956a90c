import EndpointConformance
import FerryCore
import FerryEndpoints
import Glibc
import Harness
import SSHEndpoint
import Servers
import Testing

/// An SFTP server as it is in use: reached by ssh.
enum ReachedServer: CaseIterable, Sendable {
    /// OpenSSH's server within sshd, and the one that is a program of its own, as whoever runs the tests.
    case inside, program
    /// The same for an account without rights, and one that may do nothing but SFTP. Only root can start these.
    case insideForAUser, programForAUser, limitedToSFTP
    case proftpd, asyncssh

    static let available = allCases.filter { geteuid() == 0 || !$0.isForAUser }

    private var isForAUser: Bool { [.insideForAUser, .programForAUser, .limitedToSFTP].contains(self) }

    /// The owner of what the account works on, where it is another one.
    var owner: Int? { isForAUser ? SSHServer.accountNumber : nil }

    /// One connection for all clauses.
    var host: SSHHost {
        switch self {
        case .inside: Self.hostInside
        case .program: Self.hostProgram
        case .insideForAUser: Self.hostInsideForAUser
        case .programForAUser: Self.hostProgramForAUser
        case .limitedToSFTP: Self.hostLimited
        case .proftpd: Self.hostProFTPD
        case .asyncssh: Self.hostAsyncSSH
        }
    }

    private static let sshd = SSHServer(.inside)
    private static let sshdWithProgram = SSHServer(.program)
    private static let limited = SSHServer(.inside, settings: ["ForceCommand internal-sftp", "AllowTcpForwarding no"])
    private static let ofProFTPD = ProFTPDSFTPServer()
    private static let ofAsyncSSH = AsyncSSHServer()

    private static let hostInside = host(sshd.remoteShell)
    private static let hostProgram = host(sshdWithProgram.remoteShell)
    private static let hostInsideForAUser = host(sshd.remoteShell, sshd.account?.user)
    private static let hostProgramForAUser = host(sshdWithProgram.remoteShell, sshdWithProgram.account?.user)
    private static let hostLimited = host(limited.remoteShell, limited.account?.user)
    private static let hostProFTPD = host(ofProFTPD.remoteShell)
    private static let hostAsyncSSH = host(ofAsyncSSH.remoteShell)

    private static func host(_ remoteShell: String, _ user: String? = nil) -> SSHHost {
        var options = SSHOptions()
        options.remoteShell = remoteShell.split(separator: " ").map(String.init)
        return SSHHost(SSHAccess(to: SSHTarget(user: user, host: "server"), options))
    }
}

/// The suite of all endpoints against each of them.
@Suite struct ServerConformanceTests {
    @Test(arguments: ReachedServer.available, Conformance.clauses)
    func conforms(_ server: ReachedServer, _ clause: Clause) throws {
        try clause.run { try .fresh(on: server.host, owner: server.owner) }
    }
}
