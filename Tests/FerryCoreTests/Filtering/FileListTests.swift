import FerryCore
import Harness
import Testing

@Suite struct FileListTests {
    /// Names as written; base and path; whether content is asked for; then the same without `--relative`.
    @Test(arguments: [
        ("a", "", "a", false), ("a/", "", "a", true), ("a/.", "", "a", true), ("./a/b", "", "a/b", false),
        ("/a/b/c", "", "a/b/c", false),
        ("a//b//c", "", "a/b/c", false), ("a/./b/c", "a", "b/c", false), ("./a/./b", "a", "b", false),
        ("a/b/./", "a/b", "", true),
        ("a/b/.", "", "a/b", true), ("../f", "", "f", false), ("a/../f", "", "f", false), ("a/b/..", "", "a", true),
        ("a/..", "", "", true),
        ("..", "", "", true), (".", "", "", true), ("/", "", "", true), ("/./a/b", "", "a/b", false),
        ("a/b/./../c", "", "a/b/c", false),
        ("a/./b/./c", "a", "b/c", false), ("a/b/././c", "a/b", "c", false), ("a/.../f", "", "a/.../f", false),
        ("a/b/./.", "a/b", "", true), ("a/./b/..", "a", "", true),
        ("  x ", "", "  x ", false),
    ])
    func readsNames(_ name: String, _ base: String, _ path: String, _ listsContent: Bool) throws {
        let list = try FileList(parsing: Array(name.utf8), nulSeparated: false)
        let entry = try #require(list.entries.first)
        #expect(entry.base.bytes == Array(base.utf8))
        #expect(entry.path.bytes == Array(path.utf8))
        #expect(entry.listsContent == listsContent)
    }

    @Test(arguments: [
        ("a/b/c", "a/b", "c"), ("a/b/", "a/b", ""), ("a", "", "a"), (".", "", ""), ("a/b/.", "a/b", ""),
        ("a/./b", "a", "b"), ("a/./../x", "", "x"),
        ("a/b/..", "a", ""),
    ])
    func dropsPaths(_ name: String, _ base: String, _ path: String) throws {
        let list = try FileList(parsing: Array(name.utf8), nulSeparated: false, keepsPaths: false)
        let entry = try #require(list.entries.first)
        #expect(entry.base.bytes == Array(base.utf8))
        #expect(entry.path.bytes == Array(path.utf8))
    }

    @Test func splitsRecords() throws {
        func names(_ text: String, nul: Bool) throws -> [String] {
            try FileList(parsing: Array(text.utf8), nulSeparated: nul).entries.map(\.path.description)
        }
        #expect(try names("#x\n;y\r\na\r\n\n b\n", nul: false) == ["a", " b"])
        #expect(try names("#x\0;y\0a\nb\0\0c", nul: true) == ["a\\#012b", "c"])
        let error = #expect(throws: FileListError.self) { try names("a\0b\n", nul: false) }
        #expect(error?.description.hasSuffix("'a\\#000b'") == true)
    }

    @Test("a list without names selects nothing of its directory", arguments: ["", "\n", "# a\n", ";a"])
    func empty(_ text: String) throws {
        let selections = try FileList(parsing: Array(text.utf8), nulSeparated: false).selections(recursive: true)
        #expect(selections.map(\.base) == [.root])
        #expect(selections[0].selection.count == 0 && !selections[0].selection.lists(.root))
    }

    /// Random lists over a tree select what rsync does.
    @Test func agreesWithRsync() throws {
        let place = TemporaryDirectory()
        let outer = ["a", "a/b", "a/b/g"]
        let inner = ["a/b/c", "a/b/d", "a/b/g/h", "a/e", "f"]
        let directories = outer + ["x"] + outer.map { "x/" + $0 }
        let files = inner + inner.map { "x/" + $0 }
        _ = Program("mkdir").run(["-p", "empty"] + directories.map { "src/" + $0 }, in: place.path)
        for file in files { writeFile("", to: place.path + "/src/" + file) }
        for round in 0..<RandomTests.iterations(default: 12) {
            let seed = RandomTests.seed &+ UInt64(round)
            var random = SeededGenerator(seed: seed)
            let list = (0..<random.pick([1, 2, 4])).map { _ in name(inner + outer, &random) }.joined(
                separator: "\n")
            let options = ["-r", "--no-relative"].filter { _ in random.chance(30) }
            writeFile(list, to: place.path + "/list")
            let outcome = Program("rsync").run(
                ["-an", "--files-from=list", "--out-format=%n"] + options + ["src/", "empty/"], in: place.path)
            let theirs = Set(outcome.outputText.split(separator: "\n").map(String.init)).subtracting(["./"])
            let ours = try select(list, options, among: files + directories.map { $0 + "/" })
            #expect(ours == theirs, "FERRY_TEST_SEED=\(seed) \(options) \(list.debugDescription) \(outcome.errorText)")
        }
    }

    private func name(_ paths: [String], _ random: inout SeededGenerator) -> String {
        var name = random.pick(paths)
        if random.chance(40) { name = random.pick(["/", "x/", "./", "../", "a/../", "x/./"]) + name }
        if random.chance(20), !name.contains(".."), let slash = name.firstIndex(of: "/") {
            name.insert(contentsOf: "/.", at: slash)
        }
        if !["c", "d", "h", "e", "f"].contains(name.suffix(1)), random.chance(30) {
            name += random.pick(["/", "/.", "/..", "/./"])
        }
        return name
    }

    /// What a walk over these paths takes; directories end in a slash.
    private func select(_ text: String, _ options: [String], among paths: [String]) throws -> Set<String> {
        let list = try FileList(
            parsing: Array(text.utf8), nulSeparated: false, keepsPaths: !options.contains("--no-relative"))
        var selected: Set<String> = []
        for (base, selection) in list.selections(recursive: options.contains("-r")) {
            for path in paths {
                let full = RelativePath(
                    unchecked: Array(path.utf8.dropLast(path.hasSuffix("/") ? 1 : 0)))
                guard let relative = full.relative(to: base), !relative.isRoot else { continue }
                guard selection.role(of: relative) != nil, isReached(relative, selection) else { continue }
                selected.insert(relative.description + (path.hasSuffix("/") ? "/" : ""))
            }
        }
        return selected
    }

    private func isReached(_ path: RelativePath, _ selection: FileSelection) -> Bool {
        var above = path.parent
        while let directory = above {
            if !selection.lists(directory) { return false }
            above = directory.parent
        }
        return true
    }
}
