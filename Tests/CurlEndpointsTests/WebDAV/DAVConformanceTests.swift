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
    private static let wsgidav = WsgiDAVServer()
    private static let engine = CurlEngine()
    private static let subjects = Atomic(0)

    @Test(arguments: Conformance.clauses) func nginx(_ clause: Clause) throws {
        try run(clause, Self.nginx.port, Self.nginx.data, "/dav/")
    }

    @Test(arguments: Conformance.clauses) func apache(_ clause: Clause) throws {
        try run(clause, Self.apache.port, Self.apache.data, "/")
    }

    @Test(arguments: Conformance.clauses) func wsgidav(_ clause: Clause) throws {
        try run(clause, Self.wsgidav.port, Self.wsgidav.data, "/", names: Self.namesOfWsgidav, Self.patience)
    }

    /// What it would mistake for other names, or not answer.
    private static let namesOfWsgidav = NameRules(
        longestPath: 2048, mustBeUTF8: true, forbiddenBytes: Set("?;\t\n\r".utf8))
    /// It answers with an error of its own (500) where two replace a file at a time, or one goes that it lists.
    private static let patience = RetryPolicy(attempts: 20, firstDelay: 0.01, longestDelay: 0.1)

    private func run(
        _ clause: Clause, _ port: Int, _ data: String, _ base: String, names: NameRules? = nil,
        _ retry: RetryPolicy? = nil
    ) throws {
        let name = "\(Self.subjects.wrappingAdd(1, ordering: .relaxed).newValue)"
        try #require(mkdir("\(data)/\(name)", 0o777) == 0 && chmod("\(data)/\(name)", 0o777) == 0)
        var settings = HTTPSettings()
        settings.login = .password(Login(user: "u", password: "pw"))
        let origin = Origin(isSecure: false, host: "127.0.0.1", port: UInt16(port))
        let endpoint = DAVEndpoint(
            origin, path: Array("\(base)\(name)/".utf8), settings: settings, engine: Self.engine)
        // nginx shows no names that begin with a dot.
        try clause.run {
            Subject(
                decorated(endpoint, with: DecoratorOptions(retry: retry)), largeDirectory: 300,
                repeatsLostCalls: retry != nil, listsDotNames: data != Self.nginx.data, names: names)
        }
    }
}
