import FerryCore
import FerryEndpoints
import Harness
import Testing

@testable import FerryAgent

/// The agent compares what was written with what was sent, before it gets its name.
struct UploadConfirmationTests {
    private static let path = RelativePath(unchecked: Array("file".utf8))
    private static let content = Array("some content".utf8)

    private func stage(on endpoint: any Endpoint) throws -> any StagedFile {
        let file = try endpoint.stage(StageRequest(path: Self.path, size: Int64(Self.content.count)))
        try Self.content.withUnsafeBytes { try file.write($0, at: 0) }
        return file
    }

    private func commit(_ file: any StagedFile, length: Int = Self.content.count) throws -> Committed {
        try file.commit(metadata: Metadata(), length: Int64(length))
    }

    @Test func whatWasWrittenInOneGoIsConfirmed() throws {
        let memory = MemoryEndpoint()
        let endpoint = try AgentEndpoint(AgentInProcess.session { _, _ in memory }, path: [], location: "host:")
        defer { endpoint.close() }
        #expect(try commit(stage(on: endpoint)).isConfirmed)
        let empty = try endpoint.stage(StageRequest(path: Self.path, size: 0))
        #expect(try commit(empty, length: 0).isConfirmed)
    }

    @Test func whatIsNotKnownIsNot() throws {
        let memory = MemoryEndpoint()
        let endpoint = try AgentEndpoint(AgentInProcess.session { _, _ in memory }, path: [], location: "host:")
        defer { endpoint.close() }
        let file = try stage(on: endpoint)
        let end = Int64(Self.content.count)
        try file.hole(ByteRange(offset: end, length: 5))
        #expect(try !commit(file, length: Int(end) + 5).isConfirmed)
    }

    @Test func otherBytesAreNotCommitted() throws {
        let memory = MemoryEndpoint()
        let old = try commit(stage(on: memory)).entry
        let faulty = decorated(
            memory, with: DecoratorOptions(faults: FaultPlan([Fault(.flipBit(3), at: .write, times: 9)])))
        let endpoint = try AgentEndpoint(AgentInProcess.session { _, _ in faulty }, path: [], location: "host:")
        defer { endpoint.close() }
        let file = try stage(on: endpoint)
        let error = #expect(throws: EndpointError.self) { _ = try commit(file) }
        #expect(error?.code == .corrupted)
        file.discard()
        #expect(try memory.entry(at: Self.path)?.version == old.version)
    }

    /// Nobody wants to know, so nothing is compared.
    @Test func itIsLeftOutWhereNobodyAsks() throws {
        let session = AgentSession(location: "host", patience: 10, greeting: 10, confirmsUploads: false) {
            () throws(ConnectionFailure) in
            let (here, there) = SocketStream.pair()
            AgentInProcess.serve(there) { _, _ in MemoryEndpoint() }
            return here
        }
        let endpoint = try AgentEndpoint(session, path: [], location: "host:")
        defer { endpoint.close() }
        #expect(try !commit(stage(on: endpoint)).isConfirmed)
    }
}
