import EndpointConformance
import FerryCore
import FerryEndpoints
import Harness
import SSHEndpoint
import Servers
import Testing

/// What a server with `check-file` says of files, proftpd's being one.
@Suite struct FileCheckingTests {
    private static let path = RelativePath(unchecked: Array("file".utf8))
    private static let content = Array(repeating: UInt8(7), count: 300_000) + [1, 2, 3]

    private func upload(to server: ReachedServer, _ change: (any StagedFile) throws -> Void = { _ in }) throws
        -> Committed
    {
        let subject = try Subject.fresh(on: server.host)
        defer { subject.cleanUp() }
        let file = try subject.endpoint.stage(StageRequest(path: Self.path, size: Int64(Self.content.count)))
        try Self.content.withUnsafeBytes { try file.write($0, at: 0) }
        try change(file)
        return try file.commit(metadata: Metadata(), length: Int64(Self.content.count))
    }

    @Test func confirmsWhatWasSent() throws {
        #expect(try upload(to: .proftpd).isConfirmed)
        #expect(try !upload(to: .inside).isConfirmed)
        #expect(try !upload(to: .asyncssh).isConfirmed)
    }

    /// A byte was written twice: what the server holds is right, but nobody here knows its digest.
    @Test func saysNothingOfWhatIsNotKnown() throws {
        let committed = try upload(to: .proftpd) { file in try [UInt8(7)].withUnsafeBytes { try file.write($0, at: 0) }
        }
        #expect(!committed.isConfirmed)
    }

    @Test(arguments: [DigestAlgorithm.sha256, .md5, .sha1, .sha512])
    func digestsFilesButNoRanges(_ algorithm: DigestAlgorithm) throws {
        let subject = try Subject.fresh(on: ReachedServer.proftpd.host)
        defer { subject.cleanUp() }
        let file = try subject.endpoint.stage(StageRequest(path: Self.path, size: Int64(Self.content.count)))
        try Self.content.withUnsafeBytes { try file.write($0, at: 0) }
        let staged = try file.storedDigests(by: algorithm)
        #expect(staged?.map(\.digest) == [Hasher.digest(Self.content, algorithm)])
        let entry = try file.commit(metadata: Metadata(), length: Int64(Self.content.count)).entry
        let digests = try #require(subject.endpoint.digests)
        let range = ByteRange(offset: 299_990, length: 12)
        #expect(try digests.digest(of: entry, range: range, by: algorithm) == nil)
        #expect(try digests.digest(of: entry, range: nil, by: algorithm)?.digest == staged?.first?.digest)
    }
}
