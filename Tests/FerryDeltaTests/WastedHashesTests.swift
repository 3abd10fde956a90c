import FerryCore
import Harness
import Testing

@testable import FerryDelta

/// Files by which block after block is hashed for nothing, though each hash is right. Without a bound each takes far longer than the limit.
@Suite("Wasted hashes", .timeLimit(.minutes(3)))
struct WastedHashesTests {
    /// All starts of zeros have the sums of a pair, and the content of its first block, but never that of the second.
    @Test func pairsThatAreNoNeighbours() throws {
        let blockSize = 32 << 10
        let lengths = try #require(ZsyncHashLengths(run: 2, sum: 1, checksum: 3))
        let zeros = Array(Hasher.digest([UInt8](repeating: 0, count: blockSize), .md4).bytes.prefix(3))
        let control = ZsyncControl(
            filename: "x", modified: nil, blockSize: blockSize, length: 4 * blockSize, hashLengths: lengths,
            urls: ["x"],
            compressedURLs: [], digest: nil, sums: [0, 0, 0, 0],
            checksums: zeros + [0xAA, 0xBB, 0xCC] + zeros + [0xAA, 0xBB, 0xCC])
        let located = try ZsyncLocator(control).locate(in: MemoryBytes([UInt8](repeating: 0, count: 256 << 10)))
        #expect(located.position(of: 1) == nil)
    }

    /// Each content of a periodic file is wanted, and found at once; but another one of the same key is never found.
    @Test func contentsThatWereFoundAlready() throws {
        let blockSize = 256 << 10
        let period = (0..<(8 << 20)).map { UInt8($0 % 3) }
        let honest = try SignatureBuilder(blockSize: blockSize).signature(
            of: MemoryBytes(Array(period[..<(3 * blockSize)])))
        let untrue = honest.blocks.map {
            BlockRecord(key: $0.key, offset: $0.offset, strong: BlockHash(low: ~$0.strong.low, high: $0.strong.high))
        }
        let crafted = Signature(
            blockSize: blockSize, fileSize: 6 * blockSize, threshold: honest.threshold, strongHash: honest.strongHash,
            strongLength: honest.strongLength, blocks: honest.blocks + untrue, tail: nil,
            crowdedKeys: honest.crowdedKeys)
        let located = try BlockLocator().locate(SignatureIndex(crafted), in: MemoryBytes(period))
        #expect((0..<6).map { located.position(of: $0) != nil } == [true, true, true, false, false, false])
    }
}
