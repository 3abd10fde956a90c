import EndpointConformance
import Glibc
import SSHEndpoint
import Testing

/// The suite of all endpoints against OpenSSH's sftp-server: as whoever runs the tests, and without rights.
@Suite struct SSHConformanceTests {
    private static let host = SFTPServer.host()
    private static let unprivileged = SFTPServer.unprivilegedHost()

    @Test(arguments: Conformance.clauses) func conforms(_ clause: Clause) throws {
        try clause.run { try .fresh(on: Self.host) }
    }

    @Test(.enabled(if: geteuid() == 0), arguments: Conformance.clauses)
    func conformsWithoutRights(_ clause: Clause) throws {
        try clause.run { try .fresh(on: Self.unprivileged, owner: SFTPServer.nobody) }
    }

    /// What servers of other makers lack: all extensions but the version's own.
    @Test(arguments: Conformance.clauses) func conformsWithoutExtensions(_ clause: Clause) throws {
        try clause.run { try .fresh(on: Self.plain) }
    }

    private static let plain = SFTPServer.host([
        "-P",
        "posix-rename,statvfs,fstatvfs,hardlink,fsync,lsetstat,limits,expand-path,copy-data,home-directory,users-groups-by-id",
    ])
}
