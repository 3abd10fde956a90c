import EndpointConformance
import Glibc
import SSHEndpoint
import Servers
import Testing

/// The suite of all endpoints through sshd, over libssh2.
@Suite struct LibSSH2ConformanceTests {
    private static let server = SSHServer()
    private static let host = SSHHost(SSHAccess(to: server, SSHOptions()))

    @Test(arguments: Conformance.clauses) func conforms(_ clause: Clause) throws {
        try clause.run { try .fresh(on: Self.host) }
    }
}
