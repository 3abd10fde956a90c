import FerryCore
import Harness
import Testing

/// Blocks come out as they went in, in their order; what anyone else may send is refused and allocates no more than it says.
@Suite struct BlockCompressionTests {
    private static let kinds: [(CompressionAlgorithm, Int)] = [
        (.zstd, 3), (.zstd, -5), (.zstd, 19), (.zstd, 22), (.zlib, 1), (.zlib, 6), (.zlib, 9),
    ]

    private func block(_ bytes: [UInt8], by compressor: any BlockCompressor) -> [UInt8] {
        var block: [UInt8] = []
        bytes.withUnsafeBytes { compressor.append($0, to: &block) }
        return block
    }

    /// Some that repeat, some that do not, one byte alone.
    private static let contents: [[UInt8]] = {
        var random = SeededGenerator(seed: RandomTests.seed)
        let noise = (0..<300_000).map { _ in UInt8.random(in: .min ... .max, using: &random) }
        return [Array("hello ".utf8), Array(repeating: 7, count: 500_000), noise, [1], noise, Array("hello ".utf8)]
    }()

    @Test(arguments: kinds) func blocksComeOutInTheirOrder(_ algorithm: CompressionAlgorithm, _ level: Int) throws {
        let compressor = algorithm.compressor(level: level)
        let decompressor = algorithm.decompressor()
        for content in Self.contents {
            let block = block(content, by: compressor)
            #expect(try decompressor.bytes(of: block[...], count: content.count) == content)
        }
    }

    @Test(arguments: CompressionAlgorithm.allCases) func whatRepeatsGetsSmall(_ algorithm: CompressionAlgorithm) {
        let compressor = algorithm.compressor(level: algorithm.usualLevel)
        #expect(block(Array(repeating: 7, count: 500_000), by: compressor).count < 5_000)
        let first = block(Array("/some/path/to/a/file".utf8), by: compressor).count
        // What was in an earlier block is known.
        #expect(block(Array("/some/path/to/a/file".utf8), by: compressor).count < first)
    }

    @Test(arguments: CompressionAlgorithm.allCases) func anotherLengthIsRefused(_ algorithm: CompressionAlgorithm) {
        for count in [0, 1, 99, 101, 5000] {
            let block = block(Array(repeating: 1, count: 100), by: algorithm.compressor(level: 3))
            #expect(throws: DamagedBlock.self) { try algorithm.decompressor().bytes(of: block[...], count: count) }
        }
        // A bomb: a megabyte of zeros that says it is ten bytes.
        let bomb = block(Array(repeating: 0, count: 1 << 20), by: algorithm.compressor(level: 3))
        #expect(throws: DamagedBlock.self) { try algorithm.decompressor().bytes(of: bomb[...], count: 10) }
    }

    @Test(arguments: CompressionAlgorithm.allCases) func damageIsRefusedOrIsOtherBytes(
        _ algorithm: CompressionAlgorithm
    ) {
        var random = SeededGenerator(seed: RandomTests.seed)
        let content = Array("a line of text that repeats, a line of text that repeats, and some more".utf8)
        for _ in 0..<RandomTests.iterations(default: 2000) {
            var block = block(content, by: algorithm.compressor(level: 3))
            block[Int.random(in: block.indices, using: &random)] ^= UInt8.random(in: 1...255, using: &random)
            do throws(DamagedBlock) {
                let bytes = try algorithm.decompressor().bytes(of: block[...], count: content.count)
                #expect(bytes.count == content.count)
            } catch {}
        }
    }

    @Test func namesThatSayThatNothingIsGained() {
        let names = IncompressibleNames(parsing: "gz/mp[34]/JPG")
        for name in ["a.gz", "A.GZ", "b.tar.gz", "x.mp3", "x.mp4", "p.jpg"] {
            #expect(names.contains(Array(name.utf8)))
        }
        for name in ["gz", "a.gzip", "x.mp5", "a.txt", "", ".", "a."] { #expect(!names.contains(Array(name.utf8))) }
        #expect(!IncompressibleNames(parsing: "").contains(Array("a.gz".utf8)))
        #expect(IncompressibleNames.usual.contains(Array("a.zst".utf8)))
    }
}
