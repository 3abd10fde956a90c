import FerryCore
import FerryManifest
import Harness
import Testing

@Suite("Native manifests")
struct NativeManifestTests {
    private let records: [Record] = [
        .file("a", "1"),
        Record(path: try! RelativePath(validating: "a-b"), kind: .symlink, linkTarget: Array("a".utf8)),
        Record(path: try! RelativePath(validating: "d"), kind: .directory, permissions: 0o755), .file("d/x", "2"),
        .file("d/y", "3"),
    ]

    @Test func theRootIsNoEntry() {
        #expect(throws: ManifestError.self) { try Manifests.native([Record(path: .root, kind: .directory)]) }
    }

    @Test("what is written is read again, whatever the names are")
    func roundTrip() throws {
        for iteration in 0..<RandomTests.iterations(default: 50) {
            let seed = RandomTests.seed &+ UInt64(iteration)
            var random = RandomRecords(generator: SeededGenerator(seed: seed))
            let records = random.tree(files: 60, algorithms: [.sha256, .crc64nvme])
            let header = NativeHeader(
                algorithms: [.sha256, .crc64nvme], root: random.name(), options: ["--exclude=\"x\"\n"],
                created: Timestamp(seconds: 7))
            let text = try Manifests.native(records, header: header, isComplete: iteration % 2 == 0)
            let (reader, read) = try Manifests.readNative(text)
            #expect(read == records, "seed \(seed)")
            #expect(reader.header == header && reader.isComplete == (iteration % 2 == 0), "seed \(seed)")
            #expect(String(validating: text, as: UTF8.self) != nil, "seed \(seed)")
        }
    }

    @Test("any change of a byte is refused, on the line where it is")
    func changes() throws {
        let text = try Manifests.native(records)
        var generator = SeededGenerator(seed: RandomTests.seed)
        for _ in 0..<RandomTests.iterations(default: 300) {
            var changed = text
            let place = Int.random(in: 0..<text.count, using: &generator)
            changed[place] ^= UInt8.random(in: 1...255, using: &generator)
            let line = 1 + text[..<place].count { $0 == UInt8(ascii: "\n") }
            let damage = Manifests.damage(changed)
            #expect(damage?.line == line, "seed \(RandomTests.seed), byte \(place): \(damage as Any)")
        }
    }

    @Test("a manifest that ends early is refused, wherever it does")
    func truncation() throws {
        let text = try Manifests.native(records)
        for count in 0..<text.count {
            let damage = try #require(Manifests.damage(Array(text[..<count])))
            #expect(damage.line == 1 + text[..<count].count { $0 == UInt8(ascii: "\n") }, "\(count) bytes: \(damage)")
        }
    }

    @Test("damage far down is told when its line comes, after all records before it", arguments: [2, 3000, 5001])
    func farDown(line: Int) throws {
        // Of some blocks, and with a line that is longer than one.
        let long = String(repeating: "d/", count: 70_000) + "x"
        let records = [.file(long, "0")] + (0..<5000).map { Record.file("e\(10_000 + $0)", "\($0)") }
        var lines = try Manifests.native(records).split(separator: UInt8(ascii: "\n")).map { Array($0) }
        #expect(try Manifests.readNative(Array(lines.joined(separator: [10])) + [10]).1 == records)
        lines[line - 1][10] ^= 1
        let reader = try NativeReader(MemoryStream(Array(lines.joined(separator: [10])) + [10]))
        for record in records[..<(line - 2)] { #expect(try reader.next() == record) }
        let error = #expect(throws: ManifestError.self) { try reader.next() }
        guard case .damaged(line, .changed) = error else { return #expect(Bool(false), "\(error as Any)") }
    }

    @Test("lines that were moved, left out, doubled or added are refused")
    func lines() throws {
        let text = try Manifests.native(records)
        let lines = text.split(separator: UInt8(ascii: "\n")).map { Array($0) + [UInt8(ascii: "\n")] }
        func damage(_ order: [Int]) -> (line: Int, ManifestError.Damage)? {
            Manifests.damage(order.flatMap { lines[$0] })
        }
        #expect(damage([0, 1, 2, 3, 4, 5, 6]) == nil)
        #expect(try #require(damage([0, 2, 1, 3, 4, 5, 6])) == (2, .changed))
        #expect(try #require(damage([0, 1, 3, 4, 5, 6])) == (3, .changed))
        #expect(try #require(damage([0, 1, 1, 2, 3, 4, 5, 6])) == (3, .changed))
        #expect(try #require(damage([0, 1, 2, 3, 4, 5, 6, 6])) == (8, .afterEnd))
        #expect(try #require(damage([0, 1, 2, 3, 4, 5])) == (7, .truncated))
    }

    @Test("a path comes once, in order, and nothing lies below a file")
    func order() {
        let a = Record.file("a", "1")
        let b = Record.file("b", "1")
        let directory = Record(path: a.path, kind: .directory)
        #expect(throws: ManifestError.self) { try Manifests.native([a, a]) }
        #expect(throws: ManifestError.self) { try Manifests.native([b, a]) }
        #expect(throws: ManifestError.self) { try Manifests.native([a, .file("a-b", "1"), directory]) }
        #expect(throws: ManifestError.self) { try Manifests.native([a, .file("a-b", "1"), .file("a/b", "1")]) }
        #expect(throws: Never.self) { try Manifests.native([a, .file("a-b", "1"), b, .file("c/d", "1")]) }
    }

    /// Makes whole manifests of lines, as a hostile program may: every check is right.
    private func sealed(_ lines: [String]) -> [UInt8] {
        var text: [UInt8] = []
        for line in lines {
            text += "{\(line),\"check\":\"".utf8
            text += Hexadecimal.encode(Hasher.digest(text, .crc32c).bytes).utf8
            text += "\"}\n".utf8
        }
        return text
    }

    @Test(
        "paths that lead out of the root are refused",
        arguments: ["/a", "../a", "a/../b", "a//b", "a/", "./a", "a\\u0000b"])
    func hostilePaths(_ path: String) {
        let text = sealed([
            #""ferry_manifest":1,"algorithms":["sha256"]"#, #""path":"\#(path)","kind":"file","size":1"#,
        ])
        let damage = Manifests.damage(text)
        guard case (2, .unsafePath)? = damage else { return #expect(Bool(false), "\(path): \(damage as Any)") }
    }

    @Test("a field that comes twice is refused", arguments: ["path", "size", "sha256", "color"])
    func doubledFields(_ name: String) {
        let digest = Hasher.digest([], .sha256).hexadecimal
        let fields = ["path": #""a""#, "kind": #""file""#, "size": "0", "sha256": "\"\(digest)\"", "color": #""red""#]
        let line = (fields.sorted { $0.key < $1.key } + [(name, fields[name]!)]).map { "\"\($0.0)\":\($0.1)" }
        let text = sealed([#""ferry_manifest":1,"algorithms":["sha256"]"#, line.joined(separator: ",")])
        let damage = Manifests.damage(text)
        #expect(damage?.line == 2 && damage?.1 == .malformed("a field that comes twice"), "\(damage as Any)")
    }

    @Test("a later version, a wrong count and foreign fields")
    func sealedLines() throws {
        let header = #""ferry_manifest":1,"algorithms":["sha256"]"#
        #expect(try #require(Manifests.damage(sealed([#""ferry_manifest":2"#]))) == (1, .unsupportedVersion(2)))
        let foreign = #""new":["x"],"color":"red","ratio":-1.5e3"#
        let good = [header, #""path":"\u00e9\ud83d\ude00","kind":"file","size":1,"# + foreign]
        let digest = Hasher.digest(sealed(good), .sha256).hexadecimal
        let (_, records) = try Manifests.readNative(
            sealed(good + [#""entries":1,"files":1,"size":1,"complete":true,"sha256":"\#(digest)""#]))
        #expect(records.map(\.path.description) == ["é😀"])
        let wrong = sealed(good + [#""entries":2,"files":1,"size":1,"complete":true,"sha256":"\#(digest)""#])
        #expect(try #require(Manifests.damage(wrong)) == (3, .wrongTotal("count of entries")))
    }
}
