import FerryCore
import Harness
import Testing

@testable import FerryDelta

/// Files that were made to take for ever.
@Suite("Crafted files", .timeLimit(.minutes(15)))
struct CraftedFilesTests {
    private static let count = 100_000

    /// Records that a table which looks at a part of a hash only would put into one chain.
    @Test func hashesThatDifferInFewBytes() throws {
        for place in 0..<2 {
            let hashes = (0..<UInt64(Self.count)).map { number in
                place == 0 ? BlockHash(low: 7, high: number) : BlockHash(low: number << 32, high: 7)
            }
            let table = ContentTable(hashes)
            for (block, hash) in hashes.enumerated() { #expect(table.block(hash) == block) }
        }
    }

    @Test(arguments: [0, 4, 8, 12, 28])
    func checksumsThatDifferInFewBytes(place: Int) throws {
        var file = header(blockSize: 2048)
        for number in 0..<UInt32(Self.count) {
            var hash = [UInt8](repeating: 9, count: 32)
            withUnsafeBytes(of: number) { hash.replaceSubrange(place..<place + 4, with: $0) }
            file += [1, 2, 3, 4] + hash
        }
        let index = try LibrsyncSignature.read(from: DripFeed(file, by: 100_000)).index()
        #expect(index.blockCount == Self.count)
        #expect(index.representative(of: Self.count - 1) == Self.count - 1)
    }

    /// Sums that undo what the hash says in the same bits.
    @Test func sumsAndHashesThatCancelOut() throws {
        var file = header(blockSize: 2048)
        for number in 0..<UInt32(Self.count) {
            let bytes = withUnsafeBytes(of: number.littleEndian) { Array($0) }
            file += bytes.reversed() + [0, 0, 0, 0] + bytes + [UInt8](repeating: 9, count: 24)
        }
        #expect(try LibrsyncSignature.read(from: DripFeed(file, by: 100_000)).index().blockCount == Self.count)
    }

    /// Every start of the new file has the sum of a block that it is not.
    @Test func sumsThatAreRightEverywhere() throws {
        for blockSize in [1, 16, 2048] {
            let sum = LibrsyncConstants(kind: .twoSums).sum(fromBare: 0, length: blockSize)
            var file = header(blockSize: blockSize, magic: 0x36, hashLength: 16)
            file += withUnsafeBytes(of: sum.bigEndian) { Array($0) } + [UInt8](repeating: 9, count: 16)
            let index = try LibrsyncSignature.read(from: DripFeed(file, by: 100)).index()
            let summary = try DeltaScan().run(
                index, .file(MemoryBytes([UInt8](repeating: 0, count: 200_000))), into: InstructionList())
            #expect(summary.literal == 200_000)
        }
    }

    private func header(blockSize: Int, magic: UInt8 = 0x47, hashLength: UInt8 = 32) -> [UInt8] {
        let length = withUnsafeBytes(of: UInt32(blockSize).bigEndian) { Array($0) }
        return [0x72, 0x73, 0x01, magic] + length + [0, 0, 0, hashLength]
    }
}
