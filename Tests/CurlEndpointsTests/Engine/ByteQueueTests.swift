import Harness
import Testing

@testable import CurlEndpoints

@Suite("Bytes between two threads")
struct ByteQueueTests {
    @Test("come out as they went in, in pieces of any size")
    func order() {
        var generator = SeededGenerator(seed: 1)
        var queue = ByteQueue()
        var (put, taken) = (0, 0)
        let largest = 150_000
        let buffer = UnsafeMutableRawBufferPointer.allocate(byteCount: largest, alignment: 1)
        defer { buffer.deallocate() }
        func byte(_ position: Int) -> UInt8 { UInt8(truncatingIfNeeded: position &* 31 ^ position >> 8) }
        for _ in 0..<2_000 {
            let length = Int.random(in: 0...generator.pick([10, 5_000, largest]), using: &generator)
            if Bool.random(using: &generator) {
                (put..<put + length).map(byte).withUnsafeBytes { queue.append($0) }
                put += length
            } else {
                let count = queue.take(into: UnsafeMutableRawBufferPointer(rebasing: buffer[..<length]))
                #expect(count == min(length, put - taken))
                #expect((0..<count).allSatisfy { buffer[$0] == byte(taken + $0) })
                taken += count
            }
            #expect(queue.count == put - taken)
        }
        #expect(queue.takeAll() == (taken..<put).map(byte))
        #expect(queue.isEmpty)
    }
}
