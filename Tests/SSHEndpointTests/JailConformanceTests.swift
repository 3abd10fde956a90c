import EndpointConformance
import FerryEndpoints
import Glibc
import SSHEndpoint
import Servers
import Testing

/// The suite of all endpoints for an account that sees one directory, and can do nothing but SFTP.
@Suite(.enabled(if: geteuid() == 0)) struct JailConformanceTests {
    private static let server = SSHServer(.inside, settings: SSHServer.jailing)
    private static let host: SSHHost = {
        var options = SSHOptions()
        options.remoteShell = server.remoteShell.split(separator: " ").map(String.init)
        return SSHHost(SSHAccess(to: SSHTarget(user: "tester", host: "server"), options))
    }()

    @Test(arguments: Conformance.clauses) func conforms(_ clause: Clause) throws {
        try clause.run {
            let name = "data/\(UInt32.random(in: 0 ... .max))"
            let path = "\(Self.server.jail)/\(name)"
            mkdir(path, 0o755)
            chown(path, uid_t(SSHServer.accountNumber), gid_t(SSHServer.accountNumber))
            let endpoint = try SSHEndpoint(Array("/\(name)".utf8), on: Self.host, location: "sftp://server/\(name)")
            return Subject(endpoint, forbid: { chmod("\(path)/\($0)", 0) }, holdsLargeFiles: true)
        }
    }
}
