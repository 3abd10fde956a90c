import FerryAgent
import FerryCore
import FerryEndpoints
import Glibc
import Harness
import LocalEndpoint
import Testing

/// Signatures that an agent makes of its own files.
@Suite final class ServedSignatureTests {
    private let directory = TemporaryDirectory()

    /// In several pieces, with blocks of each kind and crowded keys.
    @Test func isTheFileThatTheCommandWrites() throws {
        var random = SeededGenerator("served signature")
        let string = random.bytes(40)
        var content = random.bytes(700_001) + [UInt8](repeating: 0, count: 5000)
        for number in 0..<100 {
            let before = [UInt8](repeating: 32, count: number % 60)
            content += before + string + [UInt8](repeating: 32, count: 88 - before.count)
        }
        directory.write(content, "file")
        let made = Program.ferry.run(
            ["delta", "--format=native", "-H", "sha256", "-b", "128", "signature", "file", "sig"], in: directory.path)
        #expect(made.status == 0)
        #expect(try served("file", blockSize: 128) == directory.read("sig"))
    }

    @Test func whatWouldTakeTooMuchMemoryIsRefused() throws {
        directory.write([], "huge")
        #expect(truncate("\(directory.path)/huge", 5 << 30) == 0)
        for blockSize in [128, 64, 1 << 25] {
            let error = #expect(throws: EndpointError.self) { try served("huge", blockSize: blockSize) }
            #expect(error?.code == .unsupported)
        }
    }

    private func served(_ name: String, blockSize: Int) throws -> [UInt8] {
        let session = AgentInProcess.session { path, _ in LocalEndpoint(root: path) }
        let endpoint = try AgentEndpoint(session, path: Array(directory.path.utf8), location: "host:dir")
        defer { endpoint.close() }
        let entry = try #require(try endpoint.entry(at: RelativePath(validating: name)))
        let role = try #require(endpoint.signatures)
        let reader = try role.signature(of: entry, blockSize: blockSize)
        var bytes: [UInt8] = []
        var buffer = [UInt8](repeating: 0, count: 100_000)
        while true {
            let count = try buffer.withUnsafeMutableBytes { try reader.fill($0) }
            if count == 0 { return bytes }
            bytes += buffer[..<count]
        }
    }
}
