import FerryCore
import FerryEndpoints
import FerryState
import Harness
import Testing

@testable import FerrySync

/// A transfer that is cut off is gone on with by the next run, if both sides are what they were.
@Suite("Cut-off transfers") final class ResumptionTests {
    private let directory = TemporaryDirectory()
    private static let text = String((0..<6000).map { Character(UnicodeScalar(UInt8(97 + $0 * 7 % 23))) })

    private var memory: RunMemory {
        let store = StateStore(path: directory.file("state.sqlite")) { Issue.record("\($0)") }
        return RunMemory(store: store, sources: [Array("source".utf8)], destination: Array("there".utf8))
    }

    private static var options: SyncOptions {
        var options = SyncOptions()
        options.writing.checkpointInterval = 1000
        options.writing.checkpointPause = 0
        options.run.workers = 1
        return options
    }

    /// Two places between which bytes are dear, so that they pass in small pieces.
    private func scene() throws -> Scene {
        var place = MemoryOptions()
        place.capabilities.cheapReads = false
        place.capabilities.digestsStaged = true
        return try Scene(wanted: ["a": .file(Self.text, at: 2000)], old: ["a": .file("old")], in: place)
    }

    /// Reads of at most 700 bytes, of which the sixth fails: a little more than 3000 bytes arrive.
    private func cutOff(_ scene: Scene, _ options: SyncOptions = options) -> RunOutcome {
        let plan = FaultPlan([
            Fault(.shortRead(700), at: .read, of: "a", times: 5),
            Fault(.fail(.unreachable), at: .read, of: "a", nth: 6),
        ])
        return sync(FaultyEndpoint(scene.source, plan), to: scene.destination, options, memory: memory)
    }

    @Test("what arrived is not sent again")
    func goesOn() throws {
        let scene = try scene()
        #expect(cutOff(scene).status == .socket)
        #expect(try scene.destination.model() == scene.old)
        let run = sync(scene.source, to: scene.destination, Self.options, memory: memory)
        #expect(run.status == .success && scene.differences == "")
        let sent = run.result.statistics.literalBytes
        #expect(sent > 0 && sent < 6000 - 1000, "\(sent)")
        // Nothing of it is left.
        #expect(memory.store.summary()?.unfinished == 0)
    }

    @Test("what is gone on with has its digest, though only its end is sent")
    func hashesAll() throws {
        let scene = try scene()
        var options = Self.options
        options.delivery.written = .sha256
        #expect(cutOff(scene, options).status == .socket)
        let run = sync(scene.source, to: scene.destination, options, memory: memory)
        let sent = run.result.statistics.literalBytes
        #expect(run.status == .success && sent > 0 && sent < 6000 - 1000, "\(sent)")
        let digest = Hasher.digest(Array(Self.text.utf8), .sha256).hexadecimal
        #expect(try scene.destination.model()["a.sha256"]?.content == Array("\(digest)  a\n".utf8))
    }

    @Test("what is gone on with is proven as a whole")
    func provesAll() throws {
        let scene = try scene()
        var options = Self.options
        options.writing.digestMinimum = 0
        #expect(cutOff(scene, options).status == .socket)
        let run = sync(scene.source, to: scene.destination, options, memory: memory)
        #expect(run.status == .success && run.result.statistics.literalBytes < 6000 - 1000)
        #expect(run.result.statistics.verified[.storeDigest] == 1)
    }

    @Test("another version of the source is sent whole")
    func otherSource() throws {
        let scene = try scene()
        #expect(cutOff(scene).status == .socket)
        let path = try RelativePath(validating: "a")
        try scene.source.write(
            Array(Self.text.uppercased().utf8), to: path,
            metadata: Metadata(modified: Timestamp(seconds: 2000), permissions: 0o644))
        let run = sync(scene.source, to: scene.destination, Self.options, memory: memory)
        #expect(run.status == .success && run.result.statistics.literalBytes == 6000)
        #expect(try scene.destination.model()["a"]?.content == Array(Self.text.uppercased().utf8))
    }

    @Test("what is not there as it was written is sent again")
    func otherPrefix() throws {
        let scene = try scene()
        #expect(cutOff(scene).status == .socket)
        let path = try RelativePath(validating: "a")
        let unfinished = ResumeStore(memory.store)
        var found = try #require(unfinished.claim(path, at: "there"))
        found.prefix = Hasher.digest(Array("something else".utf8), .xxh128)
        unfinished.remember(found, to: path, at: "there")
        let run = sync(scene.source, to: scene.destination, Self.options, memory: memory)
        #expect(run.status == .success && run.result.statistics.literalBytes == 6000)
        #expect(scene.differences == "")
    }

    @Test("nothing is kept where a manifest needs the whole content")
    func keepsNothing() throws {
        let scene = try scene()
        let options = Self.options
        let plan = FaultPlan([Fault(.fail(.unreachable), at: .write, of: "a", nth: 5)])
        let manifests = RunManifests(recording: Recording([.sha256]))
        sync(
            scene.source, to: FaultyEndpoint(scene.destination, plan), options, memory: memory, manifests: manifests)
        #expect(ResumeStore(memory.store).contains(try RelativePath(validating: "a"), at: "there") == false)
    }

    /// Far away it stays hidden: nobody could give it a name over a connection that is lost.
    @Test(
        "what is kept of it costs no more",
        arguments: [WritingOptions.Partial.keep, .directory(RelativePath(unchecked: Array(".partial".utf8)))])
    func keepsPartial(_ partial: WritingOptions.Partial) throws {
        let scene = try scene()
        var options = Self.options
        options.writing.partial = partial
        #expect(cutOff(scene, options).status == .socket)
        let run = sync(scene.source, to: scene.destination, options, memory: memory)
        let sent = run.result.statistics.literalBytes
        #expect(run.status == .success && scene.differences == "")
        #expect(sent == 6000 - 3500, "\(sent)")
    }

    @Test("what came after the last checkpoint is not lost when reading ends")
    func keepsTheEnd() throws {
        let scene = try scene()
        #expect(cutOff(scene).status == .socket)
        let path = try RelativePath(validating: "a")
        let found = try #require(ResumeStore(memory.store).claim(path, at: "there"))
        #expect(found.length == 3500)
    }
}
