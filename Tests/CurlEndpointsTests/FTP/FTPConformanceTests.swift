import EndpointConformance
import FerryCore
import FerryEndpoints
import Glibc
import Servers
import Synchronization
import Testing

@testable import CurlEndpoints

/// One server of each kind for all clauses, each in a directory of its own.
@Suite struct FTPConformanceTests {
    private static let proFTPD = ProFTPDServer()
    private static let proFTPDLogin = Result { try login(proFTPD.port) }
    private static let subjects = Atomic(0)

    @Test(arguments: Conformance.clauses) func proFTPD(_ clause: Clause) throws {
        try run(clause, try Self.proFTPDLogin.get(), Self.proFTPD.data)
    }

    private static func login(_ port: Int) throws -> FTPServer {
        var settings = FTPSettings()
        settings.login = Login(user: "u", password: "pw")
        settings.security = .none
        let address = FTPAddress(isImplicitTLS: false, host: "127.0.0.1", port: UInt16(port), user: "u")
        return try FTPServer(address, settings: settings, cancellation: Cancellation())
    }

    private func run(_ clause: Clause, _ server: FTPServer, _ data: String) throws {
        let name = "\(Self.subjects.wrappingAdd(1, ordering: .relaxed).newValue)"
        try #require(mkdir("\(data)/\(name)", 0o777) == 0 && chmod("\(data)/\(name)", 0o777) == 0)
        try clause.run { Subject(FTPEndpoint(Array("/\(name)".utf8), on: server), largeDirectory: 300) }
    }
}
