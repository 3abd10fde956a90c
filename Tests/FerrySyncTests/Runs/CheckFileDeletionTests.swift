import FerryCore
import FerryEndpoints
import Testing

@testable import FerrySync

/// `--delete` and check files that only the destination has, in runs that have to do with check files.
@Suite("Check files and deletion")
struct CheckFileDeletionTests {
    /// The options by which a run has to do with them.
    enum Way: CaseIterable {
        case requiring, requiringOther, writing, writingOther

        var options: SyncOptions {
            var options = SyncOptions.mirroring
            switch self {
            case .requiring: options.delivery.required = DeliveryOptions.usualEndings
            case .requiringOther: options.delivery.required = ["done"]
            case .writing: options.delivery.written = .sha256
            case .writingOther: options.delivery.written = .blake2b
            }
            return options
        }
    }

    private static let kinds = ["sha256", "sha512", "sha1", "md5", "ok", "chk", "sfv", "b2"]

    private func left(_ scene: Scene, _ options: SyncOptions, rule: String? = nil) throws -> [String] {
        var filters = FilterList()
        if let rule { try filters.add(Array(rule.utf8), grammar: .rules) { (_) throws(FilterParseError) in nil } }
        let source = SyncSource(endpoint: scene.source, path: .root, hasTrailingSlash: true)
        let run = sync([source], to: scene.destination, options, filters: filters)
        #expect(run.status == .success, "\(run.log.problems)")
        return try scene.destination.model().paths.map { "\($0)" }
    }

    @Test("those of every kind stay where their data does", arguments: Way.allCases)
    func kinds(_ way: Way) throws {
        let data: TreeModel = ["d": .directory(), "d/x": .file("x"), "y": .file("y")]
        let scene = try Scene(wanted: data, old: data)
        for kind in Self.kinds {
            for name in ["d/x", "d/gone", "y", "gone"] { try scene.destination.write(["\(name).\(kind)": .file("?")]) }
        }
        let names = try left(scene, way.options)
        for kind in Self.kinds {
            #expect(names.contains("d/x.\(kind)") && names.contains("y.\(kind)"), "\(kind)")
            #expect(!names.contains("d/gone.\(kind)") && !names.contains("gone.\(kind)"), "\(kind)")
        }
    }

    @Test("lists stay where a file that they name does, or where they cannot be read", arguments: Way.allCases)
    func lists(_ way: Way) throws {
        let (md5, sha) = (String(repeating: "1", count: 32), String(repeating: "2", count: 64))
        let data: TreeModel = ["a": .directory(), "a/x": .file("x"), "b": .directory(), "b/x": .file("x")]
        let scene = try Scene(wanted: data, old: data)
        try scene.destination.write([
            "MD5SUMS": .file("\(md5)  gone\n\(md5)  ./a/x\n"), "SHA256SUMS": .file("\(sha)  x\n"),
            "a/MD5SUMS": .file("\(md5)  gone\n"), "a/SHA256SUMS": .file("\(sha)  gone\n\(sha) *x\n"),
            "b/MD5SUMS": .file("\(md5)  ../../x\n"), "b/SHA256SUMS": .file(""), "b/extra": .file("e"),
        ])
        let names = try left(scene, way.options).filter { $0.hasSuffix("SUMS") }
        #expect(names == ["MD5SUMS", "a/SHA256SUMS", "b/MD5SUMS"])
    }

    @Test("data that a rule keeps at the destination keeps its check files", arguments: Way.allCases)
    func excludedData(_ way: Way) throws {
        let sha = String(repeating: "2", count: 64)
        let scene = try Scene(
            wanted: ["x": .file("x")],
            old: [
                "SHA256SUMS": .file("\(sha)  keep.tmp\n"), "gone.tmp.md5": .file("?"), "keep.tmp": .file("k"),
                "keep.tmp.md5": .file("?"), "x": .file("x"),
            ])
        let names = try left(scene, way.options, rule: "- *.tmp")
        #expect(names.filter { $0 != "x.sha256" && $0 != "x.b2" } == ["SHA256SUMS", "keep.tmp", "keep.tmp.md5", "x"])
    }

    @Test("data that a rule hides from the destination goes, and its check files with it", arguments: Way.allCases)
    func hiddenData(_ way: Way) throws {
        let sha = String(repeating: "2", count: 64)
        let scene = try Scene(
            wanted: ["hide.tmp": .file("h"), "x": .file("x")],
            old: [
                "SHA256SUMS": .file("\(sha)  hide.tmp\n"), "hide.tmp": .file("h"), "hide.tmp.md5": .file("?"),
                "x": .file("x"),
            ])
        let names = try left(scene, way.options, rule: "H *.tmp")
        #expect(names.filter { $0 != "x.sha256" && $0 != "x.b2" } == ["x"])
    }

    @Test("a run that has nothing to do with them deletes them as other files")
    func otherRuns() throws {
        let scene = try Scene(wanted: ["x": .file("x")], old: ["x": .file("x"), "x.sha256": .file("?")])
        #expect(try left(scene, .mirroring) == ["x"])
    }
}
