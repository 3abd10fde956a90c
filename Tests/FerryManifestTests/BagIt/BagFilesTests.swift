import FerryCore
import FerryManifest
import Testing

/// The parsers of a bag's tag files (RFC 8493).
@Suite("Tag files of bags")
struct BagFilesTests {
    private func declaration(_ text: String) throws -> BagDeclaration {
        try BagDeclaration(MemoryStream(Array(text.utf8)))
    }

    @Test func declarations() throws {
        #expect(try declaration(BagDeclaration().text) == BagDeclaration())
        let old = try declaration("BagIt-Version: 0.93\r\nTag-File-Character-Encoding: iso-8859-1\r\n")
        #expect(old == BagDeclaration(version: BagVersion(0, 93), encoding: .latin1))
        for (text, line) in [
            ("", 1), ("BagIt-Version: 1.0\n", 2), ("BagIt-Version: 2.0\nTag-File-Character-Encoding: UTF-8\n", 1),
            ("BagIt-Version: 1\nTag-File-Character-Encoding: UTF-8\n", 1),
            ("BagIt-Version: 1.0\nTag-File-Character-Encoding: klingon\n", 2),
            ("Tag-File-Character-Encoding: UTF-8\nBagIt-Version: 1.0\n", 1),
            ("BagIt-Version: 1.0\nTag-File-Character-Encoding: UTF-8\nMore: x\n", 3),
            ("\u{FEFF}BagIt-Version: 1.0\nTag-File-Character-Encoding: UTF-8\n", 1),
        ] {
            #expect("\(text)") { try declaration(text) } throws: { error in
                if case ManifestError.damaged(line, _) = error { true } else { false }
            }
        }
    }

    @Test(
        "other white space than the one after a colon is warned of",
        arguments: ["BagIt-Version :1.0", "BagIt-Version:  1.0"])
    func oddDeclarations(_ line: String) throws {
        let text = line + "\nTag-File-Character-Encoding: UTF-8\n"
        var warned: [Int] = []
        let read = try BagDeclaration(MemoryStream(Array(text.utf8))) { warned.append($0.line) }
        #expect(read == BagDeclaration() && warned == [1])
        _ = try BagDeclaration(MemoryStream(Array(BagDeclaration().text.utf8))) { warned.append($0.line) }
        #expect(warned == [1])
    }

    @Test func encodings() throws {
        let text = "data/é\u{20AC}\u{1F600}x\n"
        func bytes(_ units: [UInt16], _ isReversed: Bool) -> [UInt8] {
            units.flatMap { isReversed ? [UInt8($0 & 255), UInt8($0 >> 8)] : [UInt8($0 >> 8), UInt8($0 & 255)] }
        }
        let units = Array(text.utf16)
        let cases: [(TagEncoding, [UInt8], String?)] = [
            (.utf8, Array(text.utf8), text), (.utf8, [0xEF, 0xBB, 0xBF] + Array(text.utf8), text),
            (.utf16, bytes(units, false), text), (.utf16, bytes([0xFEFF] + units, false), text),
            (.utf16, bytes([0xFEFF] + units, true), text), (.utf16LE, bytes(units, true), text),
            (.utf16BE, bytes(units, false), text), (.utf16BE, bytes(units, false).dropLast(), nil),
            (.utf16LE, bytes([0xD800], true), nil), (.latin1, [0xE9, 0x0A], "é\n"), (.ascii, [0xE9], nil),
            (.windows1252, [0x80, 0xE9], "\u{20AC}é"), (.windows1252, [0x81], nil),
        ]
        for (encoding, raw, expected) in cases {
            #expect(decoded(raw, encoding) == expected, "\(encoding) \(raw)")
        }
        #expect(TagEncoding(name: "utf_16le") == .utf16LE && TagEncoding(name: "x") == nil)
    }

    /// Nil where it cannot be decoded. Read in small pieces.
    private func decoded(_ raw: [UInt8], _ encoding: TagEncoding) -> String? {
        let text = TagText(MemoryStream(raw), encoding)
        var result: [UInt8] = []
        var buffer = [UInt8](repeating: 0, count: 3)
        do {
            while true {
                let count = try buffer.withUnsafeMutableBytes { try text.read(into: $0) }
                if count == 0 { return String(decoding: result, as: UTF8.self) }
                result += buffer[..<count]
            }
        } catch {
            return nil
        }
    }

    private static let hex = String(repeating: "0", count: 32)

    private func paths(
        _ text: String, _ content: BagManifestReader.Content, _ version: BagVersion
    ) throws -> [String] {
        let reader = BagManifestReader(TagText(MemoryStream(Array(text.utf8)), .utf8), content, version: version)
        return try Manifests.all(reader).map { String(decoding: $0.path.bytes, as: UTF8.self) }
    }

    @Test("percent-encoding is that of the version")
    func names() throws {
        let text = ["a%0Ab", "a%0db", "a%25b", "a%0", "a%41", " e", "./x", "*y"].map { "\(Self.hex)  data/\($0)\n" }
        let common = ["data/a\nb", "data/a\rb"]
        let others = ["data/a%0", "data/a%41", "data/ e", "data/./x", "data/*y"]
        let lines = text.filter { !$0.contains("./x") }.joined()
        let rest = others.filter { $0 != "data/./x" }
        #expect(try paths(lines, .payload(.md5), BagVersion(1, 0)) == common + ["data/a%b"] + rest)
        #expect(try paths(lines, .payload(.md5), BagVersion(0, 97)) == common + ["data/a%25b"] + rest)
        #expect(try paths("\(Self.hex) *./data/x\r\n\n", .payload(.md5), BagVersion(1, 0)) == ["data/x"])
        #expect(try paths("https://x/y - data/x\nfile:///y\t12 data/y", .fetch, .current) == ["data/x", "data/y"])
    }

    @Test("names of tag files come back as they were written", arguments: [" x", "\tx", "*x", "* x", "x ", "d/ x"])
    func writtenNames(_ name: String) throws {
        let sink = MemorySink()
        let writer = BagManifestWriter(sink, .md5, below: .root)
        let path = RelativePath(unchecked: Array(name.utf8))
        try writer.append(Record(path: path, digests: [Hasher.digest([], .md5)]))
        try writer.finish(isComplete: true)
        #expect(try paths(String(decoding: sink.bytes, as: UTF8.self), .tags(.md5), .current) == [name])
    }

    @Test("lines that are none, or lead out of the bag, are errors with their number")
    func refusals() {
        let md5 = BagManifestReader.Content.payload(.md5)
        for (line, content) in [
            ("\(Self.hex)  ../x", md5), ("\(Self.hex)  data/../../x", md5), ("\(Self.hex)  /data/x", md5),
            ("\(Self.hex)  ~/x", .tags(.md5)), ("\(Self.hex)  data/x", .tags(.md5)), ("\(Self.hex)  other", md5),
            ("\(Self.hex)  data//x", md5), ("\(Self.hex)0  data/x", md5), ("\(Self.hex)", md5), ("x  data/x", md5),
            ("https://x/ 1 other", .fetch), ("https://x/ -1 data/x", .fetch), ("https://x/ data/x", .fetch),
            ("nothing 1 data/x", .fetch), ("https://x/ 1 data/../x", .fetch),
        ] {
            #expect("\(line)") { try paths("\n\(line)\n", content, .current) } throws: { error in
                if case ManifestError.damaged(2, _) = error { true } else { false }
            }
        }
    }

    @Test func oxum() throws {
        func read(_ text: String) throws -> (PayloadOxum?, Int) {
            var warnings = 0
            let oxum = try PayloadOxum.read(bagInfo: TagText(MemoryStream(Array(text.utf8)), .utf8)) { _ in
                warnings += 1
            }
            return (oxum, warnings)
        }
        #expect(try read("A: b\n  c: d\nPayload-Oxum:\n 12.3\n") == (PayloadOxum(bytes: 12, files: 3), 0))
        #expect(try read("Payload-Oxum: 1.1\npayload-oxum : 2.2\n") == (PayloadOxum(bytes: 2, files: 2), 1))
        #expect(try read("X: y\n") == (nil, 0))
        for text in ["Payload-Oxum: 1\n", "Payload-Oxum: -1.1\n", "Payload-Oxum: 1.1.1\n", "no colon\n", ": x\n"] {
            #expect(throws: ManifestError.self) { try read(text) }
        }
    }

    /// What the files of a bag owe each other.
    @Test func agreement() throws {
        func problems(_ version: BagVersion, _ files: [(String, BagManifestReader.Content, String)]) throws -> [String]
        {
            var told: [String] = []
            let records = BagRecords(version: version) { told.append("\($0.severity) \($0.file): \($0.text)") }
            for (name, content, text) in files {
                try records.add(name, content, TagText(MemoryStream(Array(text.utf8)), .utf8))
            }
            _ = try Manifests.all(records)
            return told
        }
        let crc = BagManifestReader.Content.payload(.crc32)
        let files: [(String, BagManifestReader.Content, String)] = [
            ("manifest-md5.txt", .payload(.md5), "\(Self.hex) data/a\n\(Self.hex) data/a\n"),
            ("manifest-crc32.txt", crc, "00000000 data/a\n00000000 data/b\n"),
            ("tagmanifest-md5.txt", .tags(.md5), "\(Self.hex) manifest-md5.txt\n"),
            ("fetch.txt", .fetch, "http://x/ 5 data/c\n"),
        ]
        let expected = [
            "manifest-md5.txt: does not name 'data/b'", "manifest-md5.txt: names a file more than once",
            "tagmanifest-md5.txt: does not name 'manifest-crc32.txt'",
        ]
        let fetch = "error fetch.txt: no manifest names 'data/c'"
        #expect(Set(try problems(.current, files)).isSuperset(of: expected.map { "error \($0)" } + [fetch]))
        #expect(Set(try problems(BagVersion(0, 97), files)).isSuperset(of: expected.map { "warning \($0)" } + [fetch]))
        #expect(throws: ManifestError.self) {
            try problems(.current, [("m", crc, "00000000 data/a\n00000001 data/a\n")])
        }
    }
}
