import FerryCore
import Testing

@testable import FerryDelta

@Suite("Block locator")
struct BlockLocatorTests {
    @Test("every block that occurs is located, and what is located is right", arguments: VersionPair.all)
    func locatesAll(pair: VersionPair) throws {
        let blockSize = 512
        let wanted = pair.new
        let local = pair.old
        let index = SignatureIndex(try SignatureBuilder(blockSize: blockSize).signature(of: MemoryBytes(wanted)))
        let present = BruteForceMatcher(old: wanted, blockSize: blockSize).occurringBlocks(in: local)
        var positions: [[Int?]] = []
        for threads in [1, 3] {
            var locator = BlockLocator(threads: threads)
            locator.segmentLength = 4096
            let located = try locator.locate(index, in: MemoryBytes(local))
            for block in 0..<index.blockCount {
                let position = located.position(of: block)
                #expect((position != nil) == present.contains(index.representative(of: block)), "block \(block)")
            }
            #expect(rebuilt(located.instructions, local, wanted) == wanted)
            positions.append((0..<index.blockCount).map { located.position(of: $0) })
        }
        #expect(positions[0] == positions[1])
    }

    /// Copies come from the local file, literals are "fetched" from the wanted one.
    private func rebuilt(_ instructions: [Instruction], _ local: [UInt8], _ wanted: [UInt8]) -> [UInt8] {
        instructions.reduce(into: []) { bytes, instruction in
            let target = instruction.target
            if let source = instruction.source {
                bytes += local[Int(source.offset)..<Int(source.end)]
            } else {
                bytes += wanted[Int(target.offset)..<Int(target.end)]
            }
        }
    }
}
