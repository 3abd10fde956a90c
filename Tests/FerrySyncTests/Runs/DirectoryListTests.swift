import FerryCore
import FerryEndpoints
import FerrySync
import Synchronization
import Testing

/// `SHA256SUMS` and `MD5SUMS` of directories.
@Suite("Lists of directories")
struct DirectoryListTests {
    private static func sums(_ names: [String]) -> TreeModel.Node {
        .file(names.map { "\(Hasher.digest(Array($0.utf8), .sha256).hexadecimal)  \($0)\n" }.joined())
    }

    @Test("a list is read once by each thread, and once at the end, however many files it names")
    func reads() throws {
        let names = (10..<60).map { "f\($0)" }
        var tree: TreeModel = ["SHA256SUMS": Self.sums(names)]
        for name in names { tree[try RelativePath(validating: name)] = .file(name) }
        let scene = try Scene(wanted: tree, old: [:])
        let calls = Mutex<[EndpointCall: Int]>([:])
        let plan = FaultPlan(observer: { call, path in
            if let path, ["SHA256SUMS", "MD5SUMS"].contains("\(path)") {
                calls.withLock { $0[call, default: 0] += 1 }
            }
        })
        var options = SyncOptions()
        options.delivery.required = DeliveryOptions.usualEndings
        options.run.workers = 1
        let run = sync(FaultyEndpoint(scene.source, plan), to: scene.destination, options)
        #expect(run.status == .success && scene.differences == "")
        let counts = calls.withLock { $0 }
        // By each gate, by what decides at the end whether the list may be sent, and to be sent.
        #expect(counts[.read, default: 0] < 10, "\(counts)")
    }

    @Test("two lists of one directory both count")
    func both() throws {
        let digest = Hasher.digest(Array("x".utf8), .md5).hexadecimal
        let scene = try Scene(
            wanted: [
                "MD5SUMS": .file("\(digest)  x\n\(digest)  y\n"), "SHA256SUMS": Self.sums(["x", "y"]),
                "x": .file("x"), "y": .file("y"),
            ], old: [:])
        var options = SyncOptions()
        options.delivery.required = DeliveryOptions.usualEndings
        let run = sync(scene.source, to: scene.destination, options)
        #expect(run.log.errors.map { "\($0.path!)" } == ["y"])
        #expect(try scene.destination.model().paths.map { "\($0)" } == ["x"])
    }

    @Test("a link is none of a file's check files, and waits for its data")
    func links() throws {
        let digest = Hasher.digest(Array("a".utf8), .sha256).hexadecimal
        let scene = try Scene(
            wanted: [
                "a": .file("a"), "a.sha256": .symlink("sums/a"), "b": .file("b"), "b.md5": .symlink("sums/b"),
                "b.ok": .file(""), "link": .symlink("a"), "sums": .directory(),
                "sums/a": .file("\(digest)  a\n"),
            ], old: [:])
        var options = SyncOptions()
        options.delivery.required = DeliveryOptions.usualEndings
        let run = sync(scene.source, to: scene.destination, options)
        #expect(run.status == .success)
        #expect(try scene.destination.model().paths.map { "\($0)" } == ["b", "b.md5", "b.ok", "link", "sums"])
        // "a", its link, and "sums/a", which has no check file.
        #expect(run.result.statistics.waiting == 3)
    }
}
