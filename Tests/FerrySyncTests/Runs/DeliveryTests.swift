import FerryCore
import FerryEndpoints
import FerryManifest
import Synchronization
import Testing

@testable import FerrySync

/// Data that comes with check files, and check files that are made.
@Suite("Deliveries")
struct DeliveryTests {
    private static func sum(_ text: String, _ name: String) -> TreeModel.Node {
        .file("\(Hasher.digest(Array(text.utf8), .sha256).hexadecimal)  \(name)\n")
    }

    private static func requiring(_ change: (inout SyncOptions) -> Void = { _ in }) -> SyncOptions {
        var options = SyncOptions()
        options.delivery.required = DeliveryOptions.usualEndings
        change(&options)
        return options
    }

    private func names(_ tree: TreeModel) -> [String] { tree.paths.map { "\($0)" } }

    @Test("data is sent with a check file that agrees, and only then")
    func gate() throws {
        let scene = try Scene(
            wanted: [
                "good": .file("good"), "good.sha256": Self.sum("good", "good"), "alone": .file("alone"),
                "bad": .file("bad"), "bad.sha256": Self.sum("good", "bad"), "early.ok": .file(""),
                "flag": .file("flag"), "flag.ok": .file(""), "rows": .file("1\n2\n"),
                "rows.chk": .file("records: 2\nsize = 4\n"), "short": .file("1\n"), "short.chk": .file("records: 2\n"),
            ], old: ["alone": .file("old one"), "bad": .file("old one")])
        let run = sync(scene.source, to: scene.destination, Self.requiring())
        #expect(run.status == .partial)
        let now = try scene.destination.model()
        #expect(names(now) == ["alone", "bad", "flag", "flag.ok", "good", "good.sha256", "rows", "rows.chk"])
        #expect(now["alone"] == scene.old["alone"] && now["bad"] == scene.old["bad"])
        #expect(Set(run.log.errors.map { "\($0.path!)" }) == ["bad", "short"])
        // "alone", "early.ok", and the check files of "bad" and "short".
        #expect(run.result.statistics.waiting == 4)
    }

    @Test("waiting is no error, unless completeness is asked for", arguments: [false, true])
    func completeness(_ isRequired: Bool) throws {
        let scene = try Scene(wanted: ["data": .file("data")], old: [:])
        let options = Self.requiring { $0.delivery.isCompleteRequired = isRequired }
        let run = sync(scene.source, to: scene.destination, options)
        #expect(run.status == (isRequired ? .partial : .success))
        #expect(try scene.destination.model().nodes.isEmpty)
        try scene.source.write(["data.sha256": Self.sum("data", "data")])
        #expect(sync(scene.source, to: scene.destination, options).status == .success)
        #expect(names(try scene.destination.model()) == ["data", "data.sha256"])
    }

    @Test("check files come when all data is there")
    func order() throws {
        let scene = try Scene(
            wanted: [
                "a": .file("a"), "a.sha256": Self.sum("a", "a"), "d": .directory(), "d/SHA256SUMS": Self.sum("x", "x"),
                "d/x": .file("x"), "z": .file("z"), "z.md5": .file(Hasher.digest(Array("z".utf8), .md5).hexadecimal),
            ], old: [:])
        let run = sync(scene.source, to: scene.destination, Self.requiring { $0.run.workers = 1 })
        #expect(run.status == .success && scene.differences == "", "\(run.log.errors) \(scene.differences)")
        let created = run.log.items.filter { $0.action == .create }.map { "\($0.entry.path)" }
        #expect(created == ["a", "d/x", "z", "a.sha256", "d/SHA256SUMS", "z.md5"])
    }

    @Test("a list comes with the files that it names, whatever else is in its directory")
    func lists() throws {
        let scene = try Scene(
            wanted: ["SHA256SUMS": Self.sum("x", "./x"), "x": .file("x"), "y": .file("y")], old: [:])
        let run = sync(scene.source, to: scene.destination, Self.requiring())
        #expect(run.status == .success && run.result.statistics.waiting == 1)
        #expect(names(try scene.destination.model()) == ["SHA256SUMS", "x"])
    }

    @Test("a list waits while a file that it names is missing, or wrong", arguments: [nil, "other"])
    func incompleteLists(_ y: String?) throws {
        let scene = try Scene(wanted: ["d": .directory(), "d/x": .file("x")], old: [:])
        var list = ""
        for name in ["x", "y"] {
            list += "\(Hasher.digest(Array(name.utf8), .sha256).hexadecimal)  \(name)\n"
        }
        try scene.source.write(["d/SHA256SUMS": .file(list)])
        if let y { try scene.source.write(["d/y": .file(y)]) }
        let run = sync(scene.source, to: scene.destination, Self.requiring())
        #expect(run.status == (y == nil ? .success : .partial) && run.result.statistics.waiting == 1)
        #expect(names(try scene.destination.model()) == ["d", "d/x"])
        try scene.source.write(["d/y": .file("y")])
        #expect(sync(scene.source, to: scene.destination, Self.requiring()).status == .success)
        #expect(names(try scene.destination.model()) == ["d", "d/SHA256SUMS", "d/x", "d/y"])
    }

    @Test("check files follow data that is taken away from the source")
    func takenAway() throws {
        let scene = try Scene(
            wanted: [
                "a": .file("a"), "a.ok": .file(""), "d": .directory(), "d/SHA256SUMS": Self.sum("x", "x"),
                "d/x": .file("x"),
            ], old: [:])
        let run = sync(scene.source, to: scene.destination, Self.requiring { $0.writing.removesSourceFiles = true })
        #expect(run.status == .success && run.result.statistics.waiting == 0)
        #expect(names(try scene.destination.model()) == ["a", "a.ok", "d", "d/SHA256SUMS", "d/x"])
        #expect(names(try scene.source.model()) == ["d"])
    }

    @Test("a check file that contradicts data that was there before is not sent")
    func contradiction() throws {
        let scene = try Scene(wanted: ["a": .file("a"), "a.sha256": Self.sum("a", "a")], old: [:])
        #expect(sync(scene.source, to: scene.destination, Self.requiring()).status == .success)
        let before = try scene.destination.model()
        let wrong = Hasher.digest(Array("something else".utf8), .sha256).hexadecimal
        try scene.source.write(["a.sha256": .file("\(wrong)  a\n", at: 2000)])
        let run = sync(scene.source, to: scene.destination, Self.requiring())
        #expect(run.status == .partial && run.log.errors.map { "\($0.path!)" } == ["a"])
        #expect(try scene.destination.model() == before)
    }

    private static func sums(_ names: [String]) -> TreeModel.Node {
        .file(names.map { "\(Hasher.digest(Array($0.utf8), .sha256).hexadecimal)  \($0)\n" }.joined(), at: 2000)
    }

    @Test("a list that contradicts data that was there before is not sent", arguments: [MemoryOptions(), .remote])
    func contradictedLists(_ place: MemoryOptions) throws {
        let scene = try Scene(
            wanted: ["d": .directory(), "d/SHA256SUMS": Self.sums(["x", "y", "z"])], old: ["d": .directory()],
            in: place)
        for name in ["x", "y", "z"] { try scene.source.write(["d/\(name)": .file(name)]) }
        // Of equal size and time, and nobody has compared their content.
        try scene.destination.write(["d/x": .file("x"), "d/y": .file("Y")])
        let run = sync(scene.source, to: scene.destination, Self.requiring())
        #expect(run.status == .partial && run.result.statistics.waiting == 1)
        #expect(run.log.errors.map { "\($0.path!)" } == ["d/y"])
        #expect(names(try scene.destination.model()) == ["d", "d/x", "d/y", "d/z"])
        try scene.destination.write(["d/y": .file("y")])
        #expect(sync(scene.source, to: scene.destination, Self.requiring()).status == .success)
        #expect(names(try scene.destination.model()) == ["d", "d/SHA256SUMS", "d/x", "d/y", "d/z"])
    }

    @Test("of data that was there before, what the old list says as well is not read again")
    func grownLists() throws {
        let scene = try Scene(
            wanted: ["SHA256SUMS": Self.sums(["x"]), "x": .file("x"), "y": .file("y")], old: [:], in: .remote)
        #expect(sync(scene.source, to: scene.destination, Self.requiring()).status == .success)
        try scene.destination.write(["y": .file("y")])
        try scene.source.write(["SHA256SUMS": Self.sums(["x", "y"])])
        let read = Mutex<[String]>([])
        let plan = FaultPlan(observer: { call, path in
            if call == .openReader || call == .digest, let path { read.withLock { $0.append("\(path)") } }
        })
        let run = sync(scene.source, to: FaultyEndpoint(scene.destination, plan), Self.requiring())
        #expect(run.status == .success && read.withLock { $0 }.sorted() == ["SHA256SUMS", "y"], "\(run.log.errors)")
        #expect(try scene.destination.model()["SHA256SUMS"]?.content == Self.sums(["x", "y"]).content)
    }

    @Test("a list that says two things of a file says nothing that can be trusted")
    func contradictoryLists() throws {
        let list =
            Self.sums(["x", "y"]).content
            + Array(
                String(decoding: Self.sums(["y"]).content, as: UTF8.self)
                    .replacing("  y", with: "  x").utf8)
        let scene = try Scene(wanted: ["x": .file("x")], old: [:])
        try scene.source.write(["SHA256SUMS": .file(String(decoding: list, as: UTF8.self))])
        let run = sync(scene.source, to: scene.destination, Self.requiring())
        #expect(run.status == .partial)
        #expect(try scene.destination.model().paths.isEmpty)
        #expect(run.log.errors.contains { "\($0)".contains("line 3: says something else of 'x'") }, "\(run.log.errors)")
    }

    @Test("data that cannot be sent keeps its check file")
    func failedData() throws {
        let scene = try Scene(wanted: ["a": .file("a"), "a.sha256": Self.sum("a", "a")], old: [:])
        let plan = FaultPlan([Fault(.fail(.noSpace), at: .write, of: "a", times: 10)])
        let run = sync(scene.source, to: FaultyEndpoint(scene.destination, plan), Self.requiring())
        #expect(run.status == .partial)
        #expect(try scene.destination.model().nodes.isEmpty)
    }

    @Test("hard links wait together")
    func hardLinks() throws {
        let scene = try Scene(wanted: ["a": .file("a")], old: [:])
        try scene.source.links!.createHardLink(
            at: RelativePath(validating: "b"), to: RelativePath(validating: "a"), on: nil)
        let run = sync(scene.source, to: scene.destination, Self.requiring { $0.metadata.hardLinks = true })
        #expect(run.status == .success && run.log.errors.isEmpty)
        #expect(try scene.destination.model().nodes.isEmpty)
    }

    // MARK: --write-check-files

    @Test("a check file is written beside what is sent, and survives --delete while its data does")
    func writing() throws {
        let scene = try Scene(
            wanted: ["d": .directory(), "d/a": .file("text"), "own": .file("own"), "own.sha256": .file("theirs")],
            old: [:])
        var options = SyncOptions.mirroring
        options.delivery.written = .sha256
        #expect(sync(scene.source, to: scene.destination, options).status == .success)
        var expected = scene.wanted
        expected["d/a.sha256"] = Self.sum("text", "a")
        #expect(try scene.destination.model()["own.sha256.sha256"] == nil)
        #expect(try scene.destination.model().withoutTimes(of: "d/a.sha256") == expected.withoutTimes(of: "d/a.sha256"))

        #expect(sync(scene.source, to: scene.destination, options).status == .success)
        #expect(try scene.destination.model()["d/a.sha256"] != nil)
        try scene.source.remove(RelativePath(validating: "d/a"), kind: .file)
        #expect(sync(scene.source, to: scene.destination, options).status == .success)
        #expect(names(try scene.destination.model()) == ["d", "own", "own.sha256"])
    }

    @Test("where data is without a check file, the next run writes it")
    func writingLater() throws {
        let scene = try Scene(wanted: ["a": .file("text"), "b": .file("other")], old: [:])
        var options = SyncOptions.mirroring
        #expect(sync(scene.source, to: scene.destination, options).status == .success)
        options.delivery.written = .sha256
        #expect(sync(scene.source, to: scene.destination, options).status == .success)
        let now = try scene.destination.model()
        #expect(names(now) == ["a", "a.sha256", "b", "b.sha256"])
        #expect(now["a.sha256"]?.content == Self.sum("text", "a").content)
    }

    @Test("a dry run tells of the check files that would be written")
    func writingInADryRun() throws {
        let scene = try Scene(
            wanted: [
                "changed": .file("new text"), "new": .file("new"), "own": .file("o"), "own.sha256": .file("theirs"),
                "same": .file("same"),
            ],
            old: [:])
        try scene.source.links!.createHardLink(
            at: RelativePath(validating: "new2"), to: RelativePath(validating: "new"), on: nil)
        var options = SyncOptions.mirroring
        options.metadata.hardLinks = true
        try scene.destination.write(["changed": .file("old")])
        let same = scene.wanted["same"]!
        try scene.destination.write(["same": same])
        options.delivery.written = .sha256
        let before = try scene.destination.model()
        options.run.dryRun = true
        let dry = sync(scene.source, to: scene.destination, options)
        #expect(try scene.destination.model() == before)
        options.run.dryRun = false
        let real = sync(scene.source, to: scene.destination, options)
        let told = [dry, real].map { run in
            run.log.items.filter { $0.action == .create && "\($0.entry.path)".hasSuffix(".sha256") }
                .map { "\($0.entry.path) \($0.entry.size)" }.sorted()
        }
        #expect(told[0] == ["changed.sha256 74", "new.sha256 70", "new2.sha256 71", "own.sha256 6", "same.sha256 71"])
        #expect(told[0] == told[1])
    }

    @Test("an old check file never stands beside new data, also if a run ends early")
    func writingAgain() throws {
        let scene = try Scene(wanted: ["a": .file("text")], old: [:])
        var options = SyncOptions.mirroring
        options.delivery.written = .sha256
        #expect(sync(scene.source, to: scene.destination, options).status == .success)
        try scene.source.write(["a": .file("a longer text")])
        let plan = FaultPlan([Fault(.fail(.noSpace), at: .write, of: "a.sha256", times: 10)])
        #expect(sync(scene.source, to: FaultyEndpoint(scene.destination, plan), options).status == .partial)
        #expect(names(try scene.destination.model()) == ["a"])
        #expect(sync(scene.source, to: scene.destination, options).status == .success)
        #expect(
            try scene.destination.model()["a.sha256"]?.content == Self.sum("a longer text", "a").content)
    }

    @Test("each name of a file has its check file", arguments: [false, true])
    func writingForLinks(_ isThere: Bool) throws {
        let scene = try Scene(wanted: ["a": .file("a")], old: [:])
        try scene.source.links!.createHardLink(
            at: RelativePath(validating: "b"), to: RelativePath(validating: "a"), on: nil)
        var options = SyncOptions.mirroring
        options.metadata.hardLinks = true
        if isThere { #expect(sync(scene.source, to: scene.destination, options).status == .success) }
        options.delivery.written = .sha256
        #expect(sync(scene.source, to: scene.destination, options).status == .success)
        #expect(names(try scene.destination.model()) == ["a", "a.sha256", "b", "b.sha256"])
    }
}

extension TreeModel {
    fileprivate func withoutTimes(of path: String) -> TreeModel {
        var copy = self
        copy[path]?.modified = nil
        copy[path]?.permissions = 0
        return copy
    }
}
