import FerryCore
import FerryEndpoints
import Glibc
import Harness
import Testing

@testable import LocalEndpoint

@Suite struct RandomTreeTests {
    /// Whatever the tree looks like, a listing has every path once, in canonical order.
    @Test func aListingIsTheSortedTree() throws {
        print("seed \(RandomTests.seed)")
        for iteration in 0..<RandomTests.iterations(default: 6) {
            var random = SeededGenerator(seed: RandomTests.seed &+ UInt64(iteration))
            let scratch = Scratch()
            var paths = [(path: RelativePath, isDirectory: Bool)]()
            fill(.root, depth: 0, scratch.root, &random, &paths)
            paths.sort {
                CanonicalOrder.compare($0.path, isDirectory: $0.isDirectory, $1.path, isDirectory: $1.isDirectory) < 0
            }
            let listed = try scratch.list()
            #expect(listed == paths.map { "\($0.path)\($0.isDirectory ? "/" : "")" })
        }
    }

    /// Some directories are wider than a slice of a listing.
    private func fill(
        _ directory: RelativePath, depth: Int, _ root: String, _ random: inout SeededGenerator,
        _ paths: inout [(path: RelativePath, isDirectory: Bool)]
    ) {
        let count =
            random.chance(10) ? Int.random(in: 250...1100, using: &random) : Int.random(in: 0...9, using: &random)
        var names = Set<[UInt8]>()
        for _ in 0..<count { names.insert(name(&random)) }
        for name in names.sorted(by: { $0.lexicographicallyPrecedes($1) }) {
            let path = directory.appending(name: name)
            let isDirectory = depth < 4 && random.chance(count > 100 ? 2 : 40)
            let full =
                Array(root.utf8).map(CChar.init) + [CChar(UInt8(ascii: "/"))] + path.bytes.map(CChar.init(bitPattern:))
                + [0]
            if isDirectory { mkdir(full, 0o755) } else { close(open(full, O_CREAT | O_WRONLY, 0o644)) }
            paths.append((path, isDirectory))
            if isDirectory { fill(path, depth: depth + 1, root, &random, &paths) }
        }
    }

    /// Bytes around the slash sort differently for files and directories; some names begin alike for more than eight.
    private func name(_ random: inout SeededGenerator) -> [UInt8] {
        let bytes = Array("-.0aZ~+ \u{1}".utf8) + [0x7F, 0x80, 0xFF]
        var name = random.chance(30) ? Array("common prefix".utf8) : []
        for _ in 0..<Int.random(in: 1...5, using: &random) { name.append(random.pick(bytes)) }
        return name == [UInt8(ascii: ".")] || name == Array("..".utf8) ? [UInt8(ascii: "d")] : name
    }
}
