import FerryCore
import FerryEndpoints
import FerryManifest
import FerryState
import Harness
import Testing

@testable import FerrySync

/// Digests of earlier reads stand for files that have not changed since, and for nothing else.
@Suite("Remembered digests") final class ContentMemoryTests {
    private let directory = TemporaryDirectory()
    private static let tree: TreeModel = ["a": .file("content a"), "b": .file("content b")]

    private static func endpoint() throws -> MemoryEndpoint {
        let endpoint = MemoryEndpoint(MemoryOptions(roles: []))
        try endpoint.write(tree)
        return endpoint
    }

    /// Another process's each time.
    private func memory(of endpoint: any Endpoint, space: String? = nil) -> ContentMemory {
        let store = StateStore(path: directory.file("state.sqlite")) { Issue.record("\($0)") }
        return ContentMemory(store, space: space ?? endpoint.identitySpace)
    }

    private func job(_ endpoint: any Endpoint, _ memory: ContentMemory?) -> ManifestJob {
        var job = ManifestJob(place: CheckSide(endpoint: endpoint))
        job.memory = memory
        return job
    }

    /// The records of a manifest that is made of the place.
    private func create(
        _ endpoint: any Endpoint, _ memory: ContentMemory?, countsLines: Bool = false
    ) throws -> [Record] {
        let sink = MemorySink()
        let writer = try NativeWriter(sink, header: NativeHeader(algorithms: [.sha256]))
        _ = try ManifestCreation(
            job(endpoint, memory),
            contents: ManifestCreation.Contents(algorithms: [.sha256], countsLines: countsLines, kinds: [.file]),
            observer: EventLog()
        ).run(into: writer)
        let reader = try NativeReader(MemoryStream(sink.bytes))
        var records: [Record] = []
        while let record = try reader.next() { records.append(record) }
        return records
    }

    private func unreadable(_ endpoint: MemoryEndpoint) -> FaultyEndpoint {
        FaultyEndpoint(endpoint, FaultPlan([Fault(.fail(.permissionDenied), at: .read, times: 100)]))
    }

    @Test func anUnchangedFileIsNotReadAgain() throws {
        let endpoint = try Self.endpoint()
        let first = try create(endpoint, memory(of: endpoint))
        #expect(first.map(\.digests) == Self.tree.paths.map { [Hasher.digest(Self.tree[$0]!.content, .sha256)] })
        #expect(try create(unreadable(endpoint), memory(of: endpoint)) == first)
        #expect(try create(unreadable(endpoint), nil).isEmpty)
    }

    @Test func linesAreRememberedOnceTheyWereCounted() throws {
        let endpoint = try Self.endpoint()
        _ = try create(endpoint, memory(of: endpoint))
        #expect(try create(unreadable(endpoint), memory(of: endpoint), countsLines: true).isEmpty)
        let counted = try create(endpoint, memory(of: endpoint), countsLines: true)
        #expect(counted.allSatisfy { $0.lineCount != nil })
        #expect(try create(unreadable(endpoint), memory(of: endpoint), countsLines: true) == counted)
    }

    @Test func anotherMachineHasOtherFiles() throws {
        let endpoint = try Self.endpoint()
        _ = try create(endpoint, memory(of: endpoint, space: "here"))
        #expect(try create(unreadable(endpoint), memory(of: endpoint)).isEmpty)
        _ = try create(endpoint, memory(of: endpoint))
        #expect(try create(unreadable(endpoint), memory(of: endpoint, space: "here")).isEmpty)
    }

    @Test func aChangeWithTheSameSizeAndTimeIsSeen() throws {
        let endpoint = try Self.endpoint()
        _ = try create(endpoint, memory(of: endpoint))
        let path = try RelativePath(validating: "a")
        let entry = try #require(try endpoint.entry(at: path))
        try endpoint.write(
            Array("CONTENT A".utf8), to: path,
            metadata: Metadata(modified: entry.modified, permissions: entry.permissions))
        let digests = try create(endpoint, memory(of: endpoint)).map(\.digests)
        #expect(digests[0] == [Hasher.digest(Array("CONTENT A".utf8), .sha256)])
    }

    @Test func verifyingAgreesByMemoryButNeverDiffersByIt() throws {
        let endpoint = try Self.endpoint()
        let wrong = memory(of: endpoint)
        let entry = try #require(try endpoint.entry(at: RelativePath(validating: "a")))
        let digest = Hasher.digest(Array("something else".utf8), .sha256)
        wrong.remember(ContentSummary(digests: [digest], size: entry.size), of: entry, on: endpoint, readAt: .now)
        wrong.flush()
        for read in [2, 0] {
            let result = try ManifestVerification(
                job(endpoint, memory(of: endpoint)), options: VerificationOptions(), observer: Nobody()
            ).run(try Manifests.reader(of: Self.tree))
            #expect(result.verdict == .same)
            #expect(result.filesRead == read && result.filesRemembered == 2 - read)
        }
    }

    @Test func aRunsManifestIsMadeOfWhatWasRead() throws {
        let endpoint = try Self.endpoint()
        // A remote place is not read for what the source tells as well.
        let destination = MemoryEndpoint(.objectStore)
        for _ in 0..<2 {
            let recording = Recording([.sha256])
            var job = SyncJob(
                sources: [SyncSource(endpoint: endpoint, path: .root)], destination: destination,
                options: SyncOptions())
            job.contents = memory(of: endpoint)
            let result = SyncRun(job, manifests: RunManifests(recording: recording), observer: EventLog()).run()
            #expect(result.status == .success && result.statistics.described == 0)
            #expect(try Manifests.content(of: recording).count == 2)
        }
    }
}

private final class Nobody: FindingObserver {
    func observe(_ event: FindingEvent<RecordFinding>) {}
}
