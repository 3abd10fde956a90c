import EndpointConformance
import Glibc
import SSHEndpoint
import Servers
import Testing

/// An SFTP server as it is reached through libssh2.
enum LibraryReachedServer: Sendable {
    /// OpenSSH's server within sshd, as whoever runs the tests and without rights, and the one that is a program of its own.
    case inside, withoutRights, program
    case asyncssh

    /// Only root can reach an account without rights.
    static let all: [LibraryReachedServer] =
        [.inside, .program, .asyncssh] + (geteuid() == 0 ? [.withoutRights] : [])

    /// One connection for all clauses.
    var host: SSHHost {
        switch self {
        case .inside: Self.hostInside
        case .withoutRights: Self.hostWithoutRights
        case .program: Self.hostProgram
        case .asyncssh: Self.hostAsyncSSH
        }
    }

    /// Whom what lies there is to belong to; nil is whoever runs the tests.
    var owner: Int? { self == .withoutRights ? SSHServer.accountNumber : nil }

    private static let sshd = SSHServer(.inside)
    private static let sshdWithProgram = SSHServer(.program)
    private static let ofAsyncSSH = AsyncSSHServer()

    private static let hostInside = SSHHost(SSHAccess(to: sshd, SSHOptions()))
    private static let hostWithoutRights = SSHHost(SSHAccess(to: sshd, user: sshd.account?.user, SSHOptions()))
    private static let hostProgram = SSHHost(SSHAccess(to: sshdWithProgram, SSHOptions()))
    private static let hostAsyncSSH = SSHHost(
        SSHAccess(toPort: ofAsyncSSH.port, user: sshd.user, home: ofAsyncSSH.home, SSHOptions()))
}

/// The suite of all endpoints against each of them.
@Suite struct LibSSH2ConformanceTests {
    @Test(arguments: LibraryReachedServer.all, Conformance.clauses)
    func conforms(_ server: LibraryReachedServer, _ clause: Clause) throws {
        try clause.run { try .fresh(on: server.host, owner: server.owner) }
    }
}
