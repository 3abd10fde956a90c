import EndpointConformance
import FerryAgent
import FerryEndpoints
import Glibc
import Harness
import SSHEndpoint
import Servers
import Testing

/// The program as it is in use: started on a host by sshd, and talked to through ssh.
struct AgentOverSSHTests {
    private static let server = SSHServer()
    /// One connection for all, as long as the tests live.
    private static let session: AgentSession = {
        var options = SSHOptions()
        options.remoteShell = server.remoteShell.split(separator: " ").map(String.init)
        return AgentSession(location: "server", patience: 60, greeting: 60) { [options] () throws(ConnectionFailure) in
            let command = SSHService.command("\(Program.ferry.path) serve --stdio")
            return try ProcessStream(to: SSHTarget(host: "server"), starting: command, options)
        }
    }()

    /// The same through libssh2.
    private static let libssh2Session: AgentSession = {
        let settings = SSH2Settings(
            user: server.user, usualIdentities: ["\(server.home)/.ssh/id_ed25519"],
            knownHosts: KnownHostsFiles(user: ["\(server.home)/.ssh/known_hosts"], machine: []),
            secrets: SecretSource { _ in nil })
        let target = SSHTarget(host: "127.0.0.1", port: UInt16(server.port))
        let access = SSHAccess(to: target, SSHOptions(), settings)
        return AgentSession(location: "server", patience: 60, greeting: 60) { () throws(ConnectionFailure) in
            try access.start(.command("\(Program.ferry.path) serve --stdio"))
        }
    }()

    @Test(arguments: Conformance.clauses) func conforms(_ clause: Clause) throws {
        try run(clause, over: Self.session)
    }

    @Test(arguments: Conformance.clauses) func conformsOverLibSSH2(_ clause: Clause) throws {
        try run(clause, over: Self.libssh2Session)
    }

    private func run(_ clause: Clause, over session: AgentSession) throws {
        let directory = TemporaryDirectory()
        try session.retain()
        var number = 0
        try clause.run {
            number += 1
            let place = "\(directory.path)/\(number)"
            mkdir(place, 0o755)
            return Subject(try AgentEndpoint(session, path: Array(place.utf8), location: "server:\(place)"))
        }
    }
}
