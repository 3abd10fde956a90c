import FerryCore
import FerryEndpoints
import FerryState
import FerrySync
import Harness
import Testing

/// What the last run left behind shows changes that size and time do not.
@Suite final class LastRunTests {
    private let directory = TemporaryDirectory()

    /// Another process's each time.
    private var memory: RunMemory {
        let store = StateStore(path: directory.file("state.sqlite")) { Issue.record("\($0)") }
        return RunMemory(store: store, sources: [Array("source".utf8)], destination: Array("there".utf8))
    }

    private static let places: [MemoryOptions] = [MemoryOptions(), .objectStore, .sequential]
    private static let tree: TreeModel = ["a": .file("content a"), "d": .directory(), "d/b": .file("content b")]

    /// Writes a file anew with the size and the time that it has.
    private func tamper(_ endpoint: MemoryEndpoint, _ name: String, _ text: String) throws {
        let path = RelativePath(unchecked: Array(name.utf8))
        let entry = try #require(try endpoint.entry(at: path))
        try endpoint.write(
            Array(text.utf8), to: path, metadata: Metadata(modified: entry.modified, permissions: entry.permissions))
        let size = try endpoint.entry(at: path)?.size
        #expect(size == entry.size)
    }

    /// What happened to files; directories get their times back.
    private func fileItems(_ run: RunOutcome) -> [ItemReport] {
        run.log.items.filter { $0.entry.kind == .file }
    }

    private func text(_ endpoint: MemoryEndpoint, _ name: String) throws -> String? {
        let content = try endpoint.model()[RelativePath(unchecked: Array(name.utf8))]?.content
        return content.map { String(decoding: $0, as: UTF8.self) }
    }

    @Test(arguments: places.indices) func aChangeBehindTheBackIsMended(_ place: Int) throws {
        let scene = try Scene(wanted: Self.tree, old: [:], in: Self.places[place])
        #expect(sync(scene.source, to: scene.destination, memory: memory).result.statistics.filesTransferred == 2)
        try tamper(scene.destination, "d/b", "CONTENT B")
        #expect(sync(scene.source, to: scene.destination).result.statistics.filesTransferred == 0)
        let run = sync(scene.source, to: scene.destination, memory: memory)
        #expect(run.status == .success)
        #expect(try text(scene.destination, "d/b") == "content b")
        #expect(fileItems(run).map(\.reason) == [place == 0 ? .contentDiffers : .changedSinceLastRun])
        #expect(fileItems(sync(scene.source, to: scene.destination, memory: memory)).isEmpty)
    }

    @Test func aSourceThatHidesItsChangeIsSent() throws {
        let scene = try Scene(wanted: Self.tree, old: [:])
        sync(scene.source, to: scene.destination, memory: memory)
        try tamper(scene.source, "a", "CONTENT A")
        #expect(sync(scene.source, to: scene.destination, memory: memory).result.statistics.filesTransferred == 1)
        #expect(try text(scene.destination, "a") == "CONTENT A")
    }

    @Test func whatWasThereBeforeTheFirstRunIsKnownFromThenOn() throws {
        let scene = try Scene(wanted: Self.tree, old: Self.tree)
        #expect(fileItems(sync(scene.source, to: scene.destination, memory: memory)).isEmpty)
        try tamper(scene.destination, "a", "CONTENT A")
        #expect(sync(scene.source, to: scene.destination, memory: memory).result.statistics.filesTransferred == 1)
    }

    @Test func aNewVersionOfTheSameContentIsNotSent() throws {
        let scene = try Scene(wanted: Self.tree, old: [:])
        sync(scene.source, to: scene.destination, memory: memory)
        try tamper(scene.destination, "a", "content a")
        let run = sync(scene.source, to: scene.destination, memory: memory)
        #expect(run.result.statistics.filesTransferred == 0)
        #expect(fileItems(run).isEmpty)
        // From now on this version is the known one: it is not even read.
        let plan = FaultPlan([Fault(.fail(.permissionDenied), at: .read, of: "a", times: 100)])
        #expect(sync(scene.source, to: FaultyEndpoint(scene.destination, plan), memory: memory).status == .success)
    }

    @Test func metadataThatFerrySetItselfIsNoChange() throws {
        let scene = try Scene(wanted: Self.tree, old: [:])
        sync(scene.source, to: scene.destination, memory: memory)
        let path = RelativePath(unchecked: Array("a".utf8))
        _ = try scene.source.apply(Metadata(permissions: 0o600), to: path, kind: .file)
        _ = try scene.destination.apply(Metadata(permissions: 0o777), to: path, kind: .file)
        #expect(sync(scene.source, to: scene.destination, memory: memory).result.statistics.filesTransferred == 0)
        let plan = FaultPlan([Fault(.fail(.permissionDenied), at: .read, of: "a", times: 100)])
        #expect(sync(scene.source, to: FaultyEndpoint(scene.destination, plan), memory: memory).status == .success)
    }

    @Test func aDestinationWithoutTimesNeedsNoSecondTransfer() throws {
        var place = MemoryOptions.objectStore
        place.capabilities.timePrecision = .none
        place.capabilities.metadataKept = []
        let scene = try Scene(wanted: Self.tree, old: [:], in: place)
        #expect(sync(scene.source, to: scene.destination, memory: memory).result.statistics.filesTransferred == 2)
        #expect(sync(scene.source, to: scene.destination, memory: memory).result.statistics.filesTransferred == 0)
        #expect(sync(scene.source, to: scene.destination).result.statistics.filesTransferred == 2)
        #expect(sync(scene.source, to: scene.destination, memory: memory).result.statistics.filesTransferred == 2)
    }

    /// Also where most of the directory was not sent in the run that named them late.
    @Test(arguments: [false, true]) func whatGotItsNameLateIsRememberedBesideTheRest(_ isFirst: Bool) throws {
        var place = MemoryOptions()
        place.capabilities.timePrecision = .none
        place.capabilities.metadataKept = []
        let scene = try Scene(
            wanted: [
                "a": .file("content a"), "d": .directory(), "d/b": .file("content b"), "d/c": .file("content c"),
                "e": .directory(), "e/f": .file("content f"),
            ], old: [:], in: place)
        var options = SyncOptions()
        options.writing.delaysUpdates = true
        let first = sync(
            scene.source, to: scene.destination, isFirst ? options : SyncOptions(), memory: memory)
        #expect(first.status == .success && first.result.statistics.filesTransferred == 4)
        for text in ["CONTENT B", "Content b"] {
            try tamper(scene.source, "d/b", text)
            let run = sync(scene.source, to: scene.destination, options, memory: memory)
            #expect(run.result.statistics.filesTransferred == 1)
            #expect(try self.text(scene.destination, "d/b") == text)
            #expect(
                sync(scene.source, to: scene.destination, options, memory: memory).result.statistics.filesTransferred
                    == 0)
        }
    }

    @Test func aDryRunLeavesNothingBehind() throws {
        let scene = try Scene(wanted: Self.tree, old: Self.tree)
        var options = SyncOptions()
        options.run.dryRun = true
        sync(scene.source, to: scene.destination, options, memory: memory)
        try tamper(scene.destination, "a", "CONTENT A")
        #expect(sync(scene.source, to: scene.destination, memory: memory).result.statistics.filesTransferred == 0)
    }

    @Test func aNamedFileIsRememberedToo() throws {
        let scene = try Scene(wanted: ["a": .file("content a")], old: [:])
        let named = SyncSource(endpoint: scene.source, path: RelativePath(unchecked: Array("a".utf8)))
        sync([named], to: scene.destination, memory: memory)
        try tamper(scene.destination, "a", "CONTENT A")
        #expect(sync([named], to: scene.destination, memory: memory).result.statistics.filesTransferred == 1)
        #expect(try text(scene.destination, "a") == "content a")
    }

    /// Files that pass for unchanged need not leave the scan to be remembered or found out.
    @Test(arguments: [false, true]) func comparedByContent(_ content: Bool) throws {
        let scene = try Scene(wanted: Self.tree, old: Self.tree)
        var options = SyncOptions()
        options.comparison.content = content
        #expect(
            sync(scene.source, to: scene.destination, options, memory: memory).result.statistics.filesTransferred == 0)
        try tamper(scene.destination, "d/b", "CONTENT B")
        let run = sync(scene.source, to: scene.destination, memory: memory)
        #expect(run.result.statistics.filesTransferred == 1)
        #expect(fileItems(run).map(\.reason) == [.contentDiffers])
    }

    @Test func sizeOnlyMeansSizeOnly() throws {
        let scene = try Scene(wanted: Self.tree, old: [:])
        sync(scene.source, to: scene.destination, memory: memory)
        try tamper(scene.destination, "a", "CONTENT A")
        var options = SyncOptions()
        options.comparison.sizeOnly = true
        #expect(fileItems(sync(scene.source, to: scene.destination, options, memory: memory)).isEmpty)
    }

    @Test func aSourceThatWasChangedJustNowIsLookedAtAgain() throws {
        let scene = try Scene(wanted: ["new": .file("text", at: Timestamp.now.seconds)], old: [:], in: .objectStore)
        let source = MemoryEndpoint(.objectStore)
        try source.write(scene.wanted)
        sync(source, to: scene.destination, memory: memory)
        #expect(sync(source, to: scene.destination, memory: memory).result.statistics.filesTransferred == 1)
    }
}
