import EndpointConformance
import FerryCore
import FerryEndpoints
import Testing

@Suite struct MemoryConformanceTests {
    @Test(arguments: Conformance.clauses) func aDisk(_ clause: Clause) throws {
        try clause.run { .memory(MemoryOptions()) }
    }

    @Test(arguments: Conformance.clauses) func anObjectStore(_ clause: Clause) throws {
        try clause.run { .memory(.objectStore) }
    }

    @Test(arguments: Conformance.clauses) func aSequentialServer(_ clause: Clause) throws {
        try clause.run { .memory(.sequential) }
    }

    @Test(arguments: Conformance.clauses) func aPlaceThatFoldsCase(_ clause: Clause) throws {
        let capabilities = Capabilities(
            timePrecision: .tick(2_000_000_000), isCaseSensitive: false,
            names: NameRules(mustBeUTF8: true, forbiddenBytes: Set("\\:*?\"<>|".utf8)))
        try clause.run { .memory(MemoryOptions(capabilities: capabilities, roles: [.renaming], pageSize: 1)) }
    }

    @Test(arguments: Conformance.clauses) func aPlaceThatKeepsNothing(_ clause: Clause) throws {
        let capabilities = Capabilities(timePrecision: .none, metadataKept: [], rangedReads: false)
        try clause.run { .memory(MemoryOptions(capabilities: capabilities, roles: [])) }
    }
}
