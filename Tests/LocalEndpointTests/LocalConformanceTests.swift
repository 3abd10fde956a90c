import EndpointConformance
import FerryCore
import FerryEndpoints
import Glibc
import Harness
import Testing

@testable import LocalEndpoint

@Suite struct LocalConformanceTests {
    @Test(arguments: Conformance.clauses) func aDirectory(_ clause: Clause) throws {
        try run(clause, LocalOptions())
    }

    @Test(arguments: Conformance.clauses) func withoutOpenat2(_ clause: Clause) throws {
        var options = LocalOptions()
        options.resolution = .componentwise
        try run(clause, options)
    }

    @Test(arguments: Conformance.clauses) func withoutNamelessFiles(_ clause: Clause) throws {
        var options = LocalOptions()
        options.stagesNamelessFiles = false
        try run(clause, options)
    }

    private func run(_ clause: Clause, _ options: LocalOptions) throws {
        let scratch = Scratch(options: options)
        let (endpoint, root) = (scratch.endpoint, scratch.root)
        try clause.run {
            Subject(
                endpoint, forbid: { Unprivileged.forbid(root + "/" + String(decoding: $0.bytes, as: UTF8.self)) },
                holdsLargeFiles: true, cleanUp: Unprivileged.end)
        }
    }
}
