import FerryCore
import FerryEndpoints
import FerryManifest
import Testing

@testable import FerrySync

/// Manifests that a run makes, and such that it goes by.
@Suite("Runs with manifests")
struct ManifestRunTests {
    private static let missingDigest = Array(repeating: UInt8(0), count: 32)

    private func records(_ tree: TreeModel) -> [Record] { tree.paths.map { Manifests.record($0, tree[$0]!) } }

    // MARK: --manifest-out

    @Test("describes what was sent and what was there, each file once", arguments: [false, true])
    func recording(_ comparesContent: Bool) throws {
        let scene = try Scene.ordinary()
        let recording = Recording([.sha256])
        var options = SyncOptions.mirroring
        options.comparison.content = comparesContent
        let run = sync(scene.source, to: scene.destination, options, manifests: RunManifests(recording: recording))
        #expect(run.status == .success)
        #expect(try Manifests.content(of: recording) == records(scene.wanted))
        // A comparison of content has read the unchanged file already.
        #expect(run.result.statistics.described == (comparesContent ? 0 : 1))
    }

    @Test("a composed file is described by what it is composed to")
    func recordsDeltas() throws {
        let old = String(repeating: "0123456789abcdef", count: 4000)
        let scene = try Scene(wanted: ["a": .file("new " + old, at: 2000)], old: ["a": .file(old)])
        let recording = Recording([.sha256])
        let run = sync(
            scene.source, to: scene.destination, .composing(.staged), manifests: RunManifests(recording: recording))
        #expect(run.result.statistics.matchedBytes > 0)
        #expect(try Manifests.content(of: recording) == records(scene.wanted))
    }

    @Test("all names of a file are described")
    func recordsHardLinks() throws {
        let scene = try Scene(wanted: ["a": .file("text")], old: [:])
        try scene.source.links!.createHardLink(
            at: RelativePath(validating: "b"), to: RelativePath(validating: "a"), on: nil)
        for _ in 0..<2 {
            let recording = Recording([.sha256])
            var options = SyncOptions()
            options.metadata.hardLinks = true
            sync(scene.source, to: scene.destination, options, manifests: RunManifests(recording: recording))
            let digest = Hasher.digest(Array("text".utf8), .sha256)
            #expect(try Manifests.content(of: recording).map(\.digests) == [[digest], [digest]])
        }
    }

    @Test("what failed is left out")
    func leavesOutFailures() throws {
        let scene = try Scene.ordinary()
        let source = FaultPlan([Fault(.fail(.permissionDenied), at: .read, of: "changed")])
        let destination = FaultPlan([Fault(.fail(.permissionDenied), at: .read, of: "same")])
        let recording = Recording([.sha256])
        let run = sync(
            FaultyEndpoint(scene.source, source), to: FaultyEndpoint(scene.destination, destination), .mirroring,
            manifests: RunManifests(recording: recording))
        #expect(run.status == .partial && run.result.hasEnded)
        #expect(
            try Manifests.content(of: recording)
                == records(scene.wanted).filter { !["changed", "same"].contains("\($0.path)") })
    }

    @Test("an earlier manifest spares reading what is unchanged")
    func believesEarlierManifests() throws {
        let scene = try Scene(wanted: ["a": .file("text")], old: ["a": .file("text")])
        let plan = FaultPlan([Fault(.fail(.permissionDenied), at: .read, times: 10)])
        let recording = Recording([.sha256])
        let run = sync(
            FaultyEndpoint(scene.source, plan), to: FaultyEndpoint(scene.destination, plan),
            manifests: RunManifests(destination: try Manifests.reader(of: scene.old), recording: recording))
        #expect(run.status == .success)
        #expect(try Manifests.content(of: recording) == records(scene.wanted))
    }

    // MARK: --manifest

    @Test("what agrees is sent, and counted")
    func agreement() throws {
        let scene = try Scene.ordinary()
        let run = sync(
            scene.source, to: scene.destination, .mirroring,
            manifests: RunManifests(source: try Manifests.reader(of: scene.wanted)))
        #expect(run.status == .success && run.log.problems.filter { $0.severity > .note }.isEmpty)
        #expect(scene.differences == "")
        #expect(run.result.statistics.agreed == run.result.statistics.filesTransferred)
    }

    @Test("content that disagrees is refused, and the old file stays", arguments: [false, true], [false, true])
    func refusal(_ composes: Bool, _ keepsPartial: Bool) throws {
        let old = String(repeating: "0123456789abcdef", count: 4000)
        let scene = try Scene(
            wanted: ["a": .file("new " + old, at: 2000), "b": .file("good")], old: ["a": .file(old)])
        var options: SyncOptions = composes ? .composing(.staged) : SyncOptions()
        options.writing.partial = keepsPartial ? .keep : .discard
        let claims = try Manifests.reader(of: scene.wanted) { record in
            if record.path == "a" { record.digests = [Digest(algorithm: .sha256, bytes: Self.missingDigest)!] }
        }
        let run = sync(scene.source, to: scene.destination, options, manifests: RunManifests(source: claims))
        #expect(run.status == .partial)
        #expect(run.log.errors.map(\.code) == [.corrupted])
        let now = try scene.destination.model()
        #expect(now["a"] == scene.old["a"])
        #expect(now["b"] == scene.wanted["b"])
    }

    @Test("a wrong size is refused unread, of unchanged files too")
    func refusesSizes() throws {
        let scene = try Scene(wanted: ["a": .file("text"), "b": .file("text")], old: ["a": .file("text")])
        let plan = FaultPlan([Fault(.fail(.permissionDenied), at: .read, times: 10)])
        let claims = try Manifests.reader(of: scene.wanted) { $0.size = 5 }
        let run = sync(
            FaultyEndpoint(scene.source, plan), to: scene.destination, manifests: RunManifests(source: claims))
        #expect(run.log.errors.map(\.code) == [.corrupted, .corrupted])
        #expect(try scene.destination.model() == scene.old)
    }

    @Test("the number of lines is a claim as well")
    func refusesLineCounts() throws {
        let scene = try Scene(wanted: ["a": .file("1\n2\n"), "b": .file("1\n2\n")], old: [:])
        let claims = try Manifests.reader(of: scene.wanted) { $0.lineCount = $0.path == "a" ? 2 : 3 }
        let run = sync(scene.source, to: scene.destination, manifests: RunManifests(source: claims))
        #expect(run.log.errors.map { $0.path.map { "\($0)" } } == ["b"])
        #expect(try scene.destination.model().nodes.keys.map { "\($0)" } == ["a"])
    }

    @Test("what the manifest names and the source lacks is an error, unless a rule leaves it out")
    func missing() throws {
        let scene = try Scene(wanted: ["b": .file("text")], old: [:])
        let named: TreeModel = ["a": .file("1"), "b": .file("text"), "b-c": .file("2"), "z": .file("3")]
        let source = [SyncSource(endpoint: scene.source, path: .root, hasTrailingSlash: true)]
        var filters = FilterList()
        try filters.add(Array("- /b-*".utf8), grammar: .rules) { _ throws(FilterParseError) in nil }
        let run = sync(
            source, to: scene.destination, filters: filters,
            manifests: RunManifests(source: try Manifests.reader(of: named)))
        #expect(run.status == .partial)
        #expect(run.log.errors.map { $0.path.map { "\($0)" } } == ["a", "z"])
        #expect(scene.differences == "")
    }

    @Test("paths count from the directory that is named")
    func belowDirectories() throws {
        let scene = try Scene(wanted: ["d": .directory(), "d/a": .file("text")], old: [:])
        let claims = try Manifests.reader(of: ["a": .file("text")])
        let named = SyncSource(endpoint: scene.source, path: try RelativePath(validating: "d"))
        let run = sync(
            [named], to: scene.destination,
            manifests: RunManifests(source: claims))
        #expect(run.status == .success && run.result.statistics.agreed == 1)
        #expect(run.log.problems.isEmpty)
    }

    // MARK: --compare-manifest

    @Test("stands for files whose size and time are those that it says", arguments: [false, true])
    func comparison(_ sourceChanged: Bool) throws {
        let scene = try Scene(wanted: ["a": .file(sourceChanged ? "TEXT" : "text")], old: ["a": .file("text")])
        let plan = FaultPlan([Fault(.fail(.permissionDenied), at: .read, times: 10)])
        var options = SyncOptions()
        options.comparison.content = true
        let run = sync(
            scene.source, to: FaultyEndpoint(scene.destination, plan), options,
            manifests: RunManifests(destination: try Manifests.reader(of: scene.old)))
        #expect(run.status == .success)
        #expect(run.result.statistics.filesTransferred == (sourceChanged ? 1 : 0))
        #expect(scene.differences == "")
    }

    @Test("a manifest of another version is not believed")
    func staleComparison() throws {
        let scene = try Scene(wanted: ["a": .file("text")], old: ["a": .file("TEXT")])
        let claims = try Manifests.reader(of: ["a": .file("text", at: 999)])
        var options = SyncOptions()
        options.comparison.content = true
        let run = sync(scene.source, to: scene.destination, options, manifests: RunManifests(destination: claims))
        #expect(run.result.statistics.filesTransferred == 1)
        #expect(scene.differences == "")
    }
}
