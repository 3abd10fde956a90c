import FerryCore
import Harness
import Testing

@testable import FerryDelta

@Suite("Kernels")
struct KernelTests {
    /// Twice as many as the widest kernel takes, and some that no kernel can take.
    private static let blocks = 19

    @Test(
        "digests of several blocks together are those of each", arguments: [DigestAlgorithm.blake2b256, .md4],
        [1, 8, 55, 56, 63, 64, 65, 119, 120, 127, 128, 129, 256, 1000, 2048])
    func lanes(algorithm: DigestAlgorithm, blockSize: Int) {
        let length = algorithm.digestLength
        var r = SeededGenerator("lanes \(blockSize)")
        let content = r.bytes(blockSize * Self.blocks)
        for kernel in Kernel.allCases where kernel <= .best {
            var digest = BlockDigest(algorithm, kernel: kernel)
            var digests = [UInt8](repeating: 0, count: Self.blocks * length)
            digests.withUnsafeMutableBytes { digests in
                content.withUnsafeBytes { bytes in
                    digest.digests(
                        bytes.baseAddress!, blockSize: blockSize, blocks: Self.blocks, into: digests.baseAddress!)
                }
            }
            for block in 0..<Self.blocks {
                let expected = Hasher.digest(Array(content[block * blockSize..<(block + 1) * blockSize]), algorithm)
                #expect(
                    Array(digests[block * length..<(block + 1) * length]) == expected.bytes, "\(kernel), block \(block)"
                )
            }
        }
    }

    @Test("rolled sums are the sums of their blocks on every kernel", arguments: [1, 7, 31, 32, 33, 500])
    func rollingSums(blockSize: Int) {
        var r = SeededGenerator("sums \(blockSize)")
        let content = r.bytes(blockSize + 300)
        for kind in [RollingSum.Kind.rabinKarp, .twoSums] {
            let reference = RollingSum(kind, blockSize: blockSize, kernel: .portable)
            content.withUnsafeBytes { bytes in
                let expected = (0...300).map { definition(kind, bytes[$0..<$0 + blockSize]) }
                for kernel in Kernel.allCases where kernel <= .best {
                    let rolling = RollingSum(kind, blockSize: blockSize, kernel: kernel)
                    for (start, sum) in expected.enumerated() {
                        #expect(rolling.value(rolling.state(of: bytes.baseAddress! + start)) == sum)
                    }
                    // With all sums in the filter every start is a candidate.
                    let filter = SumFilter(expected, significant: .max)
                    var state = reference.state(of: bytes.baseAddress!)
                    withUnsafeTemporaryAllocation(of: RollingSum.Candidate.self, capacity: 300) { candidates in
                        let count = rolling.roll(&state, over: 300, bytes.baseAddress!, filter, candidates.baseAddress!)
                        #expect(count == 300)
                        #expect(candidates[..<count].map(\.value) == Array(expected[1...]), "\(kind), \(kernel)")
                        #expect(candidates[..<count].map(\.offset) == Array(1...300))
                    }
                }
            }
        }
    }

    private func definition(_ kind: RollingSum.Kind, _ block: Slice<UnsafeRawBufferPointer>) -> UInt32 {
        switch kind {
        case .rabinKarp: return block.reduce(0) { $0 &* 0x0810_4225 &+ UInt32($1) }
        case .twoSums:
            let a = block.reduce(UInt32(0)) { $0 &+ UInt32($1) }
            let b = block.enumerated().reduce(UInt32(0)) { $0 &+ UInt32($1.element) &* UInt32(block.count - $1.offset) }
            return a & 0xFFFF | b << 16
        }
    }
}
