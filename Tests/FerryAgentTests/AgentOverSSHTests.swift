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

    @Test(arguments: Conformance.clauses) func conforms(_ clause: Clause) throws {
        let directory = TemporaryDirectory()
        try Self.session.retain()
        var number = 0
        try clause.run {
            number += 1
            let place = "\(directory.path)/\(number)"
            mkdir(place, 0o755)
            return Subject(try AgentEndpoint(Self.session, path: Array(place.utf8), location: "server:\(place)"))
        }
    }
}
