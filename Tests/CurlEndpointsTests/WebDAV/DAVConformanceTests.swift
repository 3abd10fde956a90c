import EndpointConformance
import FerryCore
import FerryEndpoints
import Glibc
import Servers
import Synchronization
import Testing

@testable import CurlEndpoints

/// One server of each kind for all clauses, each in a directory of its own.
@Suite struct DAVConformanceTests {
    private static let nginx = NginxServer()
    private static let apache = ApacheServer()
    private static let engine = CurlEngine()
    private static let subjects = Atomic(0)

    @Test(arguments: Conformance.clauses) func nginx(_ clause: Clause) throws {
        try run(clause, Self.nginx.port, Self.nginx.data, "/dav/")
    }

    @Test(arguments: Conformance.clauses) func apache(_ clause: Clause) throws {
        try run(clause, Self.apache.port, Self.apache.data, "/")
    }

    private func run(_ clause: Clause, _ port: Int, _ data: String, _ base: String) throws {
        let name = "\(Self.subjects.wrappingAdd(1, ordering: .relaxed).newValue)"
        try #require(mkdir("\(data)/\(name)", 0o777) == 0 && chmod("\(data)/\(name)", 0o777) == 0)
        var settings = HTTPSettings()
        settings.login = .password(Login(user: "u", password: "pw"))
        let origin = Origin(isSecure: false, host: "127.0.0.1", port: UInt16(port))
        let endpoint = DAVEndpoint(
            origin, path: Array("\(base)\(name)/".utf8), settings: settings, engine: Self.engine)
        // nginx shows no names that begin with a dot.
        try clause.run { Subject(endpoint, largeDirectory: 300, listsDotNames: data != Self.nginx.data) }
    }
}
