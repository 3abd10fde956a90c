import FerryCore
import FerrySync
import Testing

/// Digests that events tell, where they were asked for.
@Suite struct ReportedDigestTests {
    private func digests(_ old: TreeModel, comparingContent: Bool) throws -> [String: Digest?] {
        let scene = try Scene(wanted: ["a": .file("text", at: 2000), "d": .directory()], old: old)
        var options = SyncOptions()
        options.run.reportedDigest = .xxh128
        options.comparison.content = comparingContent
        let items = sync(scene.source, to: scene.destination, options).log.items
        return Dictionary(items.map { ("\($0.entry.path)", $0.digest) }) { $1 }
    }

    @Test func ofWhatIsSent() throws {
        let digests = try digests([:], comparingContent: false)
        #expect(digests["a"] == Hasher.digest(Array("text".utf8), .xxh128))
        #expect(digests["d"] == .some(nil))
    }

    @Test func ofWhatIsCompared() throws {
        let digests = try digests(["a": .file("text", at: 1000), "d": .directory()], comparingContent: true)
        #expect(digests["a"] == Hasher.digest(Array("text".utf8), .xxh128))
    }
}
