import FerryCore
import Harness
import Testing

@testable import FerryManifest

@Suite("Lines of check files")
struct CheckLineTests {
    private static let digest = "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"

    private func parse(_ text: String, layout: CheckLine.Layout? = nil, hasEscapes: Bool = true) throws -> CheckLine {
        try Array(text.utf8).withUnsafeBytes { try CheckLine(parsing: $0, layout: layout, hasEscapes: hasEscapes) }
    }

    @Test(
        "layouts that are read",
        arguments: [
            ("HEX  a b", "a b"), ("HEX *a", "a"), ("HEX   a", " a"), ("HEX a", "a"), ("HEX  *a", "*a"),
            ("  HEX  a", "a"),
            ("HEX  a\r", "a"), (#"\HEX  a\nb\\c\rd"#, "a\nb\\c\rd"), (#"HEX  a\nb"#, #"a\nb"#), ("HEX\t a", "a"),
            ("SHA256 (a) = HEX", "a"), ("SHA256(a)= HEX", "a"), ("SHA2-256(a)= HEX", "a"),
            ("SHA256 (a) = (b) = HEX", "a) = (b"),
            (#"\SHA256 (a\nb) = HEX"#, "a\nb"), ("SHA256 (a)=HEX", "a"),
        ])
    func layouts(_ line: String, _ name: String) throws {
        for digest in [Self.digest, Self.digest.uppercased()] {
            let text = line.split(separator: "HEX", omittingEmptySubsequences: false).joined(separator: digest)
            let read = try parse(text)
            #expect(read.name == Array(name.utf8), "\(line)")
            #expect(read.digest.hexadecimal == Self.digest, "\(line)")
        }
    }

    @Test(
        "lines that are refused",
        arguments: [
            "HEX", "HEX ", "HEX  ", #"\HEX  a\tb"#, #"\HEX  a\"#, "HEX0  a", "\u{FEFF}HEX  a", "SHA256 (a) = HEX0",
            "SHA256 (a = HEX", "SHA256 (a) HEX", "SM3 (a) = HEX", "SHA1 (a) = HEX", "SHA256 () = HEX",
        ])
    func malformed(_ line: String) {
        let text = line.split(separator: "HEX", omittingEmptySubsequences: false).joined(separator: Self.digest)
        do {
            _ = try parse(text)
            #expect(Bool(false), "'\(line)' is read")
        } catch CheckLine.Failure.malformed {
        } catch {
            #expect(Bool(false), "'\(line)': \(error)")
        }
    }

    @Test(
        "other text is told apart",
        arguments: ["-----BEGIN PGP SIGNED MESSAGE-----", "Hash: SHA256", "abc def", "see (a) b"])
    func foreign(_ line: String) {
        #expect(throws: CheckLine.Failure.foreign) { try parse(line) }
    }

    @Test("a file with one space has it on every line")
    func singleSpace() throws {
        #expect(try parse("\(Self.digest)  a", layout: .singleSpace).name == Array(" a".utf8))
        #expect(throws: CheckLine.Failure.self) { try parse("\(Self.digest) a", layout: .spaced) }
    }

    @Test(
        "the length tells the algorithm", arguments: [DigestAlgorithm.md5, .sha1, .sha224, .sha256, .sha384, .sha512])
    func lengths(_ algorithm: DigestAlgorithm) throws {
        let digest = Hasher.digest([], algorithm)
        #expect(try parse("\(digest.hexadecimal)  a").digest == digest)
    }

    @Test("what is written is read again, in every layout")
    func roundTrip() throws {
        for iteration in 0..<RandomTests.iterations(default: 30) {
            let seed = RandomTests.seed &+ UInt64(iteration)
            var random = RandomRecords(generator: SeededGenerator(seed: seed))
            for dialect in [Dialect.sums(.sha512, nul: false), .sums(.md5, nul: true), .bsd] {
                let algorithm: DigestAlgorithm = dialect == .sums(.md5, nul: true) ? .md5 : .sha512
                let records = random.tree(files: 40, algorithms: [algorithm]).filter { $0.kind == .file }
                let sink = MemorySink()
                let writer = CheckFileWriter(sink, dialect: dialect, algorithms: [algorithm])
                for record in records { try writer.append(record) }
                try writer.finish(isComplete: true)
                let reader = CheckFileReader(MemoryStream(sink.bytes), isNul: dialect == .sums(.md5, nul: true))
                let read = try Manifests.all(reader)
                #expect(read.map(\.path) == records.map(\.path), "seed \(seed)")
                #expect(read.map(\.digests) == records.map(\.digests), "seed \(seed)")
                #expect(records.isEmpty || reader.dialect == dialect, "seed \(seed)")
            }
        }
    }

    @Test("a file that is cut off, and names that lead out, are refused with their line")
    func files() throws {
        let good = "# comment\n\n\(Self.digest)  ./a\n-----BEGIN PGP SIGNATURE-----\n"
        let reader = CheckFileReader(MemoryStream(Array(good.utf8)))
        #expect(try Manifests.all(reader).map(\.path.description) == ["a"])
        #expect(reader.warnings.map(\.line) == [4])
        for (line, tail) in [
            (5, "abc"), (5, "\(Self.digest)  ../b\n"), (5, "\(Self.digest)  /b\n"), (6, "\n\(Self.digest)"),
        ] {
            let reader = CheckFileReader(MemoryStream(Array((good + tail).utf8)))
            do {
                _ = try Manifests.all(reader)
                #expect(Bool(false), "'\(tail)' is read")
            } catch ManifestError.damaged(let found, _) {
                #expect(found == line, "'\(tail)'")
            }
        }
    }

    @Test("the short way through a line comes to the same record, of damaged lines too")
    func usualLines() throws {
        var passed = 0
        for iteration in 0..<RandomTests.iterations(default: 30) {
            let seed = RandomTests.seed &+ UInt64(iteration)
            var random = RandomRecords(generator: SeededGenerator(seed: seed))
            var generator = SeededGenerator(seed: seed)
            for record in random.tree(files: 40, algorithms: [.sha256]) where record.kind == .file {
                var line: [UInt8] = []
                let name = Array((Bool.random(using: &generator) ? "./" : "").utf8) + record.path.bytes
                let named = CheckLine(digest: record.digests[0], name: name)
                CheckFileWriter.append(named, .sums(.sha256, nul: false), to: &line)
                line.removeLast()
                for changes in 0..<3 {
                    for _ in 0..<changes {
                        let place = Int.random(in: 0..<line.count, using: &generator)
                        line[place] = Array("./\\*0a \0".utf8).randomElement(using: &generator)!
                    }
                    guard let usual = line.withUnsafeBytes({ UsualCheckLine(algorithm: .sha256).record($0) }) else {
                        continue
                    }
                    passed += 1
                    let strict = try line.withUnsafeBytes { try CheckLine(parsing: $0, layout: .spaced) }
                    #expect(try RelativePath(checked: strict.name, line: 1) == usual.path, "seed \(seed)")
                    #expect([strict.digest] == usual.digests, "seed \(seed)")
                }
            }
        }
        #expect(passed > 20)
    }
}
