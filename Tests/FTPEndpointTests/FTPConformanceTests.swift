import EndpointConformance
import FerryCore
import FerryEndpoints
import Glibc
import Servers
import Synchronization
import Testing

@testable import FTPEndpoint

/// One server of each kind for all clauses, each in a directory of its own.
@Suite struct FTPConformanceTests {
    private static let proFTPD = ProFTPDServer()
    private static let proFTPDLogin = Result { try Logins.connect(proFTPD.port) }
    private static let vsftpd = VsftpdServer()
    private static let vsftpdLogin = Result { try Logins.connect(vsftpd.port, nil) }
    private static let pyftpd = PyFTPServer()
    private static let pyftpdLogin = Result { try Logins.connect(pyftpd.port) }
    private static let subjects = Atomic(0)

    @Test(arguments: Conformance.clauses) func proFTPD(_ clause: Clause) throws {
        try run(clause, try Self.proFTPDLogin.get(), Self.proFTPD.data)
    }

    @Test(arguments: Conformance.clauses) func vsftpd(_ clause: Clause) throws {
        try run(clause, try Self.vsftpdLogin.get(), Self.vsftpd.data, below: "/tree", setsDirectoryTimes: false)
    }

    @Test(arguments: Conformance.clauses) func pyftpdlib(_ clause: Clause) throws {
        try run(clause, try Self.pyftpdLogin.get(), Self.pyftpd.data, setsDirectoryTimes: false)
    }

    private func run(
        _ clause: Clause, _ server: FTPServer, _ data: String, below root: String = "", setsDirectoryTimes: Bool = true
    ) throws {
        let name = "\(Self.subjects.wrappingAdd(1, ordering: .relaxed).newValue)"
        try #require(mkdir("\(data)/\(name)", 0o777) == 0 && chmod("\(data)/\(name)", 0o777) == 0)
        try clause.run {
            Subject(
                FTPEndpoint(Array("\(root)/\(name)".utf8), on: server), largeDirectory: 300,
                setsDirectoryTimes: setsDirectoryTimes)
        }
    }
}
