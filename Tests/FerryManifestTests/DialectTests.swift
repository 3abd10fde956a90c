import FerryCore
import FerryManifest
import Harness
import Testing

@Suite("Dialects of manifests")
struct DialectTests {
    /// All but BagIt's: its manifests are read as parts of their bags.
    static let dialects =
        Dialect.names.compactMap(Dialect.init(name:)).filter { $0 != .bagit } + [.sums(.sha256, nul: true)]

    private func text(
        _ records: [Record], _ dialect: Dialect, _ algorithms: [DigestAlgorithm]
    ) throws -> (bytes: [UInt8], kept: [Record]) {
        let sink = MemorySink()
        let writer = try dialect.writer(to: sink, header: NativeHeader(algorithms: algorithms))
        var kept: [Record] = []
        for record in records where dialect.describes(record.kind) {
            do {
                try writer.append(record)
                kept.append(record)
            } catch ManifestError.notExpressible(let path, .name, _) {
                #expect(path == record.path)
            }
        }
        try writer.finish(isComplete: true)
        return (sink.bytes, kept)
    }

    @Test("what is written is recognised and read again; names that cannot be written are refused", arguments: dialects)
    func roundTrip(_ dialect: Dialect) throws {
        let algorithms = dialect.usualAlgorithms
        for iteration in 0..<RandomTests.iterations(default: 20) {
            let seed = RandomTests.seed &+ UInt64(iteration)
            var random = RandomRecords(generator: SeededGenerator(seed: seed))
            let records = random.tree(files: 50, algorithms: algorithms)
            let (bytes, kept) = try text(records, dialect, algorithms)
            if kept.isEmpty { continue }
            let reader = try ManifestOpening.open(
                MemoryStream(bytes), algorithm: dialect == .xxhsum ? .xxh128 : algorithms[0])
            let read = try Manifests.all(RecordSorter.ordered(reader))
            #expect(reader.dialect == dialect, "seed \(seed)")
            #expect(read.map(\.path) == kept.map(\.path), "seed \(seed)")
            #expect(read.map(\.digests) == kept.map(\.digests), "seed \(seed)")
            #expect(read.map(\.kind) == kept.map(\.kind), "seed \(seed)")
            if dialect == .mtree {
                #expect(read.map(\.modified) == kept.map(\.modified), "seed \(seed)")
                #expect(read.map(\.linkTarget) == kept.map(\.linkTarget), "seed \(seed)")
            }
        }
    }

    @Test("dialects that carry every name do", arguments: ["native", "sha256sum", "b2sum", "bsd", "mtree"])
    func everyName(_ name: String) throws {
        let dialect = try #require(Dialect(name: name))
        let names: [[UInt8]] = [
            Array("a\nb".utf8), Array("a\rb".utf8), Array("a\\b".utf8), Array(" a ".utf8), [0xFF, 0xC3],
            Array("*a".utf8),
            Array("a) = b".utf8), Array("#a".utf8), [0x01, 0x7F], Array("a\tb".utf8), Array("é".utf8),
        ]
        let records = names.map {
            Record(
                path: RelativePath(unchecked: $0), size: 0,
                digests: dialect.usualAlgorithms.map { Hasher.digest([], $0) })
        }.sorted { $0.canonicalOrder(to: $1) < 0 }
        let (bytes, kept) = try text(records, dialect, dialect.usualAlgorithms)
        #expect(kept == records)
        let reader = try ManifestOpening.open(MemoryStream(bytes), algorithm: dialect.usualAlgorithms[0])
        #expect(try Manifests.all(RecordSorter.ordered(reader)).map(\.path) == records.map(\.path))
    }

    @Test("a line break in a name is refused where lines cannot hold it", arguments: ["hashdeep", "xxhsum", "sfv"])
    func lineBreaks(_ name: String) throws {
        let dialect = try #require(Dialect(name: name))
        let record = Record(
            path: RelativePath(unchecked: Array("a\nb".utf8)), size: 0,
            digests: dialect.usualAlgorithms.map { Hasher.digest([], $0) })
        let (_, kept) = try text([record], dialect, dialect.usualAlgorithms)
        #expect(kept.isEmpty)
    }

    @Test("compressed manifests are read; ones that are cut off or damaged are not")
    func gzip() throws {
        let plain = try Manifests.native((0..<2000).map { .file(String($0 + 1000), String($0)) })
        let sink = MemorySink()
        let writer = GzipWriter(sink)
        try plain.withUnsafeBytes { try writer.write($0) }
        try writer.finish()
        #expect(sink.bytes.count < plain.count / 2)
        let reader = try ManifestOpening.open(MemoryStream(sink.bytes))
        #expect(try Manifests.all(reader).count == 2000)
        for count in [10, 100, sink.bytes.count / 2, sink.bytes.count - 9, sink.bytes.count - 1] {
            // The line on which it ends, as what can be unpacked of it says.
            let cut = MemoryStream(Array(sink.bytes[..<count]))
            let start = try unpacked(GzipReader(MemoryStream(Array(sink.bytes[..<count]))))
            do {
                _ = try Manifests.all(ManifestOpening.open(cut))
                Issue.record("\(count) bytes")
            } catch ManifestError.damaged(let line, let damage) {
                #expect(line == 1 + start.count { $0 == UInt8(ascii: "\n") } && damage == .compressed(.truncated))
            }
        }
        var damaged = sink.bytes
        damaged[damaged.count / 2] ^= 0x10
        #expect(throws: ManifestError.self) { try Manifests.all(ManifestOpening.open(MemoryStream(damaged))) }
    }

    /// What comes before the end or the damage.
    private func unpacked(_ reader: GzipReader) throws -> [UInt8] {
        var bytes: [UInt8] = []
        var piece = [UInt8](repeating: 0, count: 1000)
        while let count = try? piece.withUnsafeMutableBytes({ try reader.read(into: $0) }), count > 0 {
            bytes += piece[..<count]
        }
        return bytes
    }

    @Test("an SFV file is one, even if its names begin with dates")
    func dates() throws {
        let text = Array("20240101 report.csv 1A2B3C4D\n".utf8)
        let reader = try ManifestOpening.open(MemoryStream(text))
        #expect(reader.dialect == .sfv)
        #expect(try Manifests.all(reader).map(\.path.description) == ["20240101 report.csv"])
    }

    @Test("an SFV file is one, even if every name begins with #")
    func numberSigns() throws {
        let reader = try ManifestOpening.open(MemoryStream(Array("#1 a.bin 1A2B3C4D\r\n#2 b.bin 5E6F7A8B\r\n".utf8)))
        #expect(reader.dialect == .sfv)
        #expect(try Manifests.all(reader).map(\.path.description) == ["#1 a.bin", "#2 b.bin"])
    }

    @Test(
        "what is no manifest is refused",
        arguments: ["", "\n", "hello\nworld\n", "# only a comment\n", "{\"a\":1}\n", "%%%% X\n"])
    func unrecognised(_ text: String) {
        #expect(throws: ManifestError.self) { try Manifests.all(ManifestOpening.open(MemoryStream(Array(text.utf8)))) }
    }
}
