import EndpointConformance
import FerryCore
import Glibc
import Harness
import SSHEndpoint
import Servers
import Testing

/// The suite of all endpoints through scp and a shell, on a server without SFTP: as whoever runs the tests and without rights,
/// through the ssh program and libssh2.
@Suite struct SCPConformanceTests {
    private static let server = SSHServer(.none)
    private static let host = SCPHost(through(nil))
    private static let tester = SCPHost(through(server.account?.user))
    private static let hostByLibrary = SCPHost(SSHAccess(to: server, SSHOptions()))
    private static let testerByLibrary = SCPHost(SSHAccess(to: server, user: server.account?.user, SSHOptions()))

    /// The ssh program as this user.
    private static func through(_ user: String?) -> SSHAccess {
        var options = SSHOptions()
        options.remoteShell = server.remoteShell.split(separator: " ").map(String.init)
        return SSHAccess(to: SSHTarget(user: user, host: "server"), options)
    }

    @Test(arguments: [false, true], Conformance.clauses) func conforms(_ usesLibrary: Bool, _ clause: Clause) throws {
        try clause.run { try .fresh(on: usesLibrary ? Self.hostByLibrary : Self.host) }
    }

    @Test(.enabled(if: geteuid() == 0), arguments: [false, true], Conformance.clauses)
    func conformsWithoutRights(_ usesLibrary: Bool, _ clause: Clause) throws {
        try clause.run { try .fresh(on: usesLibrary ? Self.testerByLibrary : Self.tester, owner: 4242) }
    }
}

extension Subject {
    /// An endpoint of `host` on a fresh directory of this machine, made over to `owner`.
    fileprivate static func fresh(on host: SCPHost, owner: UInt32? = nil) throws -> Subject {
        let directory = Lasting()
        if let owner { chown(directory.path, owner, owner) }
        let endpoint = try SCPEndpoint(Array(directory.path.utf8), on: host, location: "scp://host\(directory.path)")
        var forbid: (@Sendable (RelativePath) throws -> Void)?
        if owner != nil || geteuid() != 0 { forbid = { chmod("\(directory.path)/\($0)", 0) } }
        return Subject(endpoint, forbid: forbid, largeDirectory: 150, cleanUp: { directory.remove() })
    }
}
