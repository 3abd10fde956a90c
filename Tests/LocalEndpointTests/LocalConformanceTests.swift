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

    /// Siblings, staged files and readers are known through all decorators.
    @Test(arguments: Conformance.clauses) func decorated(_ clause: Clause) throws {
        let decorators = DecoratorOptions(
            connections: ConnectionLimit(2), retry: RetryPolicy(), bandwidth: TokenBucket(bytesPerSecond: 1e9))
        try run(clause, LocalOptions(), decorators)
    }

    private func run(
        _ clause: Clause, _ options: LocalOptions, _ decorators: DecoratorOptions = DecoratorOptions()
    ) throws {
        let scratch = Scratch(options: options)
        let endpoint = FerryEndpoints.decorated(scratch.endpoint, with: decorators)
        let root = scratch.root
        try clause.run {
            Subject(
                endpoint, forbid: { Unprivileged.forbid(root + "/" + String(decoding: $0.bytes, as: UTF8.self)) },
                holdsLargeFiles: true, cleanUp: Unprivileged.end)
        }
    }
}
