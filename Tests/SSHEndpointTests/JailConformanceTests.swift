import EndpointConformance
import FerryEndpoints
import Glibc
import SSHEndpoint
import Servers
import Testing

/// The suite of all endpoints for an account that sees one directory, and can do nothing but SFTP: through the ssh program and
/// libssh2.
@Suite(.enabled(if: geteuid() == 0)) struct JailConformanceTests {
    private static let server = SSHServer(.inside, settings: SSHServer.jailing)
    private static let host: SSHHost = {
        var options = SSHOptions()
        options.remoteShell = server.remoteShell.split(separator: " ").map(String.init)
        return SSHHost(SSHAccess(to: SSHTarget(user: "tester", host: "server"), options))
    }()
    private static let hostByLibrary = SSHHost(SSHAccess(to: server, user: "tester", SSHOptions()))

    @Test(arguments: [false, true], Conformance.clauses) func conforms(_ usesLibrary: Bool, _ clause: Clause) throws {
        try clause.run {
            let name = "data/\(UInt32.random(in: 0 ... .max))"
            let path = "\(Self.server.jail)/\(name)"
            mkdir(path, 0o755)
            chown(path, uid_t(SSHServer.accountNumber), gid_t(SSHServer.accountNumber))
            let host = usesLibrary ? Self.hostByLibrary : Self.host
            let endpoint = try SSHEndpoint(Array("/\(name)".utf8), on: host, location: "sftp://server/\(name)")
            return Subject(endpoint, forbid: { chmod("\(path)/\($0)", 0) }, holdsLargeFiles: true)
        }
    }
}
