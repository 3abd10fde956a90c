import FerryCore
import Harness
import Testing

@testable import FerryDelta

@Suite("zsync's blocks") struct ZsyncBlockCheckTests {
    @Test("each block is told from others, the short last one too", arguments: [1, 1023, 1024, 4096, 5000])
    func tellsBlocks(_ size: Int) throws {
        var r = SeededGenerator("blocks \(size)")
        let content = r.bytes(size)
        let control = try ZsyncMaker(blockSize: 1024).control(of: MemoryBytes(content))
        let check = ZsyncBlockCheck(control)
        // The longest first and last: nothing of one is left for the next.
        for block in Array(0..<control.blockCount) + Array((0..<control.blockCount).reversed()) {
            let range = control.range(of: block)
            var bytes = Array(content[Int(range.offset)..<Int(range.end)])
            #expect(bytes.withUnsafeBytes { check.isBlock(block, $0) })
            bytes[bytes.count / 2] ^= 1
            #expect(!bytes.withUnsafeBytes { check.isBlock(block, $0) })
        }
        var damaged = content
        damaged[size - 1] ^= 0x80
        let present = try control.blocksInPlace(in: MemoryBytes(damaged))
        #expect(present == Array(repeating: true, count: control.blockCount - 1) + [false])
        #expect(try control.blocksInPlace(in: MemoryBytes(Array(content.dropLast()))) == present)
    }
}
