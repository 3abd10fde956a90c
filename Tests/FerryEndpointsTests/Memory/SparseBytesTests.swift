import FerryCore
import Harness
import Testing

@testable import FerryEndpoints

@Suite struct SparseBytesTests {
    /// Random changes agree with the same changes to an array.
    @Test func itIsAnArrayOfBytes() {
        var random = Harness.SeededGenerator(seed: RandomTests.seed)
        for _ in 0..<20 {
            var content = SparseBytes()
            var model: [UInt8] = []
            for _ in 0..<30 { change(&content, &model, &random) }
            #expect(content.length == Int64(model.count), "FERRY_TEST_SEED=\(RandomTests.seed)")
            #expect(bytes(content) == model, "FERRY_TEST_SEED=\(RandomTests.seed)")
        }
    }

    private func change(_ content: inout SparseBytes, _ model: inout [UInt8], _ random: inout Harness.SeededGenerator) {
        let offset = Int.random(in: 0..<200_000, using: &random)
        let count = Int.random(in: 0..<100_000, using: &random)
        if random.chance(10) {
            content.truncate(to: Int64(offset))
            model = Array(model.prefix(offset)) + [UInt8](repeating: 0, count: max(0, offset - model.count))
            return
        }
        let isHole = random.chance(30)
        let value = UInt8.random(in: 1...255, using: &random)
        let new = [UInt8](repeating: isHole ? 0 : value, count: count)
        if isHole {
            content.clear(Int64(offset), Int64(count))
        } else {
            let growth = content.growth(writing: count, at: Int64(offset))
            let before = content.stored
            new.withUnsafeBytes { content.write($0, at: Int64(offset)) }
            #expect(content.stored == before + growth)
        }
        if model.count < offset + count { model += [UInt8](repeating: 0, count: offset + count - model.count) }
        model.replaceSubrange(offset..<offset + count, with: new)
    }

    private func bytes(_ content: SparseBytes) -> [UInt8] {
        var bytes = [UInt8](repeating: 9, count: Int(content.length) + 5)
        let count = bytes.withUnsafeMutableBytes { content.read(into: $0, at: 0) }
        return Array(bytes[..<count])
    }

    @Test func holesCostNothing() {
        var content = SparseBytes()
        content.clear(0, 1 << 40)
        [1, 2, 3].withUnsafeBytes { content.write($0, at: 1 << 40) }
        #expect(content.length == 1 << 40 + 24)
        #expect(content.stored == 24)
    }
}
