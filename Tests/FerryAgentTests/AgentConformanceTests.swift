import EndpointConformance
import FerryAgent
import FerryCore
import FerryEndpoints
import Glibc
import Harness
import LocalEndpoint
import Testing

/// An agent's client is an endpoint like any other, whatever the agent serves.
struct AgentConformanceTests {
    @Test(arguments: Conformance.clauses) func ofAMemory(_ clause: Clause) throws {
        try clause.run { try subject(serving: MemoryEndpoint()) }
    }

    @Test(arguments: Conformance.clauses) func ofAnObjectStore(_ clause: Clause) throws {
        try clause.run { try subject(serving: MemoryEndpoint(.objectStore)) }
    }

    @Test(arguments: Conformance.clauses) func ofALocalDirectory(_ clause: Clause) throws {
        let directory = TemporaryDirectory()
        let path = Array(directory.path.utf8)
        try clause.run {
            let session = AgentInProcess.session { path, _ in LocalEndpoint(root: path) }
            return Subject(try AgentEndpoint(session, path: path, location: "host:dir"), holdsLargeFiles: true)
        }
    }

    @Test(arguments: Conformance.clauses, CompressionAlgorithm.allCases)
    func compressed(_ clause: Clause, _ algorithm: CompressionAlgorithm) throws {
        let directory = TemporaryDirectory()
        let path = Array(directory.path.utf8)
        try clause.run {
            let session = AgentInProcess.session(compression: StreamCompression(algorithm)) { path, _ in
                LocalEndpoint(root: path)
            }
            let endpoint = try AgentEndpoint(session, path: path, location: "host:dir")
            #expect(try session.isCompressed())
            return Subject(endpoint)
        }
    }

    private func subject(serving memory: MemoryEndpoint) throws -> Subject {
        let session = AgentInProcess.session { (path, _) throws(EndpointError) in
            // What a client calls /x/y is the store's x/y.
            path == Array("/".utf8)
                ? memory : try memory.sibling(at: Array(path.dropFirst(1)))
        }
        return Subject(try AgentEndpoint(session, path: Array("/".utf8), location: "host:/"))
    }
}
