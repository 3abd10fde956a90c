import FerryAgent
import FerryCore
import FerryEndpoints
import Harness
import LocalEndpoint
import Testing

/// The look that goes out with the opening of a tree.
@Suite struct LookAheadTests {
    private let name = RelativePath(unchecked: Array("name".utf8))

    /// A change that comes from this side may be behind it.
    @Test func afterAChangeItIsWorthNothing() throws {
        let directory = TemporaryDirectory()
        let session = AgentInProcess.session { path, _ in LocalEndpoint(root: path) }
        let path = Array(directory.path.utf8)
        let endpoint = try AgentEndpoint(session, path: path, location: "host:", first: name)
        try endpoint.createDirectory(at: name, metadata: Metadata())
        #expect(try endpoint.entry(at: name)?.isDirectory == true)
    }

    /// It answers one question, and no other one.
    @Test func itIsGoodForOneQuestion() throws {
        let directory = TemporaryDirectory()
        let session = AgentInProcess.session { path, _ in LocalEndpoint(root: path) }
        let path = Array(directory.path.utf8)
        let endpoint = try AgentEndpoint(session, path: path, location: "host:", first: name)
        #expect(try endpoint.entry(at: .root)?.isDirectory == true)
        #expect(try endpoint.entry(at: name) == nil)
        directory.write([1], "name")
        #expect(try endpoint.entry(at: name)?.size == 1)
    }
}
