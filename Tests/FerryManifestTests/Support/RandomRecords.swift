import FerryCore
import FerryManifest
import Harness

/// Records with names that break formats.
struct RandomRecords {
    var generator: SeededGenerator

    private static let pieces: [[UInt8]] = [
        Array("a".utf8), Array("b-c".utf8), Array("\n".utf8), Array("\r".utf8), Array("\\".utf8), Array(" ".utf8),
        Array("*".utf8), Array("\"".utf8), Array("é".utf8), [0xFF], [0x01], [0x7F], Array(")".utf8), Array(",".utf8),
        Array("#".utf8), Array("%".utf8), Array("=".utf8), Array("\t".utf8), Array("\u{2028}".utf8), Array("\\n".utf8),
        [0xC3], Array(";".utf8), Array("..".utf8), Array("-".utf8),
    ]

    mutating func name() -> [UInt8] {
        let name = (0..<Int.random(in: 1...4, using: &generator)).flatMap { _ in generator.pick(Self.pieces) }
        return name == Array("..".utf8) || name == Array(".".utf8) ? Array("dots".utf8) : name
    }

    /// In canonical order, all below directories that are there.
    mutating func tree(files: Int, algorithms: [DigestAlgorithm]) -> [Record] {
        var directories = [RelativePath.root]
        var records: [RelativePath: Record] = [:]
        for _ in 0..<files {
            let path = generator.pick(directories).appending(name: name())
            if records[path] != nil { continue }
            if generator.chance(20) {
                directories.append(path)
                records[path] = Record(path: path, kind: .directory, modified: time(), permissions: 0o755)
            } else if generator.chance(10) {
                records[path] = Record(path: path, kind: .symlink, modified: time(), linkTarget: name())
            } else {
                records[path] = file(path, algorithms)
            }
        }
        return records.values.sorted { $0.canonicalOrder(to: $1) < 0 }
    }

    private mutating func file(_ path: RelativePath, _ algorithms: [DigestAlgorithm]) -> Record {
        let content = (0..<Int.random(in: 0...20, using: &generator)).map { _ in
            UInt8.random(in: 0...255, using: &generator)
        }
        return Record(
            path: path, size: Int64(content.count), modified: time(), permissions: generator.pick([0o644, 0o4755, 0]),
            digests: algorithms.map { Hasher.digest(content, $0) },
            lineCount: generator.chance(30) ? Int64.random(in: 0...9, using: &generator) : nil)
    }

    private mutating func time() -> Timestamp {
        Timestamp(
            seconds: Int64.random(in: -5...2_000_000_000, using: &generator),
            nanoseconds: Int32.random(in: 0...999_999_999, using: &generator))
    }
}
