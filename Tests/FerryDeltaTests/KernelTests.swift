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

    @Test("pairs of rolled sums are those of neighbouring blocks on every kernel", arguments: [1, 7, 32, 500])
    func rollingPairs(blockSize: Int) {
        var r = SeededGenerator("pairs \(blockSize)")
        let content = r.bytes(2 * blockSize + 300)
        let significant: UInt32 = 0x00FF_FFFF
        content.withUnsafeBytes { bytes in
            let sums = (0...300 + blockSize).map {
                definition(.twoSums, bytes[$0..<$0 + blockSize]) & significant
            }
            // Every third pair is looked for.
            let wanted = stride(from: 3, through: 300, by: 3).flatMap { [sums[$0], sums[$0 + blockSize]] }
            let pairs = SumPairs(wanted, significant: significant)
            for kernel in Kernel.allCases where kernel <= .best {
                let rolling = RollingSum(.twoSums, blockSize: blockSize, kernel: kernel)
                var first = rolling.state(of: bytes.baseAddress!)
                var second = rolling.state(of: bytes.baseAddress! + blockSize)
                withUnsafeTemporaryAllocation(of: RollingSum.Candidate.self, capacity: 300) { candidates in
                    let count = rolling.roll(
                        &first, &second, over: 300, bytes.baseAddress!, pairs, candidates.baseAddress!)
                    let found = candidates[..<count].filter { pairs.contains($0.value) }.map(\.offset)
                    let expected = (1...300).filter { start in
                        stride(from: 0, to: wanted.count - 1, by: 1).contains {
                            wanted[$0] == sums[start] && wanted[$0 + 1] == sums[start + blockSize]
                        }
                    }
                    #expect(found == expected, "\(kernel)")
                    #expect(rolling.value(first) & significant == sums[300])
                    #expect(rolling.value(second) & significant == sums[300 + blockSize])
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
