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
        let content = r.periodic(100, 100_000)
        let builder = SignatureBuilder(blockSize: 512)
        try #require(!builder.signature(of: MemoryBytes(content)).crowdedKeys.isEmpty)
        let passing = PassingSignature(builder)
        content.withUnsafeBytes { passing.observe($0) }
        #expect(try passing.signature(rereading: nil) == nil)
    }
}
