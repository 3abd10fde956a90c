import EndpointConformance
import FerryCore
import FerryEndpoints
import Glibc
import LocalEndpoint
import Servers
import Synchronization
import Testing

@testable import CurlEndpoints

/// One nginx for all clauses, each in a directory of its own.
@Suite struct HTTPConformanceTests {
    private static let server = NginxServer()
    private static let engine = CurlEngine()
    private static let subjects = Atomic(0)

    @Test(arguments: Conformance.clausesOfReading) func nginxJSON(_ clause: Clause) throws { try run(clause, "json") }

    @Test(arguments: Conformance.clausesOfReading) func nginxHTML(_ clause: Clause) throws { try run(clause, "html") }

    private func run(_ clause: Clause, _ format: String) throws {
        let server = Self.server
        let name = "\(format)-\(Self.subjects.wrappingAdd(1, ordering: .relaxed).newValue)"
        let root = "\(server.data)/\(name)"
        try #require(mkdir(root, 0o755) == 0)
        let origin = Origin(isSecure: false, host: "127.0.0.1", port: UInt16(server.port))
        let read = HTTPEndpoint(origin, path: Array("/\(format)/\(name)/".utf8), engine: Self.engine)
        // nginx opens a file by its whole path, and its listings leave names with a leading dot out.
        let prepared = PreparedEndpoint(
            reading: read, preparedBy: LocalEndpoint(root: Array(root.utf8)),
            names: NameRules(longestPath: 2048))
        try clause.run { Subject(prepared, largeDirectory: 300, listsDotNames: false) }
    }
}
