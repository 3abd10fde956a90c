import FerryCore
import FerryDelta
import Harness
import Testing

@Suite("Signatures of content that passes")
struct PassingSignatureTests {
    @Test("are those of the file, however it is cut", arguments: [128, 512, 4096])
    func equality(blockSize: Int) throws {
        for iteration in 0..<RandomTests.iterations(default: 30) {
            let seed = RandomTests.seed &+ UInt64(iteration)
            var r = SeededGenerator(seed: seed)
            let size = r.below(20_000)
            let content = [r.bytes(size), r.text(size), r.periodic(1 + r.below(700), size)][r.below(3)]
            let builder = SignatureBuilder(blockSize: blockSize)
            let passing = PassingSignature(builder)
            var position = 0
            while position < content.count {
                let end = min(content.count, position + 1 + r.below(3 * blockSize))
                content[position..<end].withUnsafeBytes { passing.observe($0) }
                position = end
            }
            let file = MemoryBytes(content)
            #expect(try passing.signature(rereading: file) == builder.signature(of: file), "seed \(seed)")
        }
    }

    @Test("crowded keys need a second look")
    func crowded() throws {
        var r = SeededGenerator("crowded")
        let builder = SignatureBuilder(blockSize: 512)
        let contents = stride(from: 101, to: 2000, by: 100).map { r.periodic($0, 60_000) }
        let content = try #require(
            try contents.first { try !builder.signature(of: MemoryBytes($0)).crowdedKeys.isEmpty })
        let passing = PassingSignature(builder)
        content.withUnsafeBytes { passing.observe($0) }
        #expect(try passing.signature(rereading: nil) == nil)
    }
}
