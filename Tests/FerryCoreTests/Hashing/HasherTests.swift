import FerryCore
import Harness
import Testing

@Suite("Hasher")
struct HasherTests {
    @Test("known digests", arguments: Fixture.rows(of: "digests.tsv"))
    func known(row: [String]) throws {
        let algorithm = try #require(DigestAlgorithm.allCases.first { "\($0)" == row[0] })
        #expect(Hasher.digest(Array(row[2].utf8), algorithm).hexadecimal == row[1])
        #expect(Digest(algorithm: algorithm, hexadecimal: row[1].utf8)?.hexadecimal == row[1])
    }

    @Test("pieces of any size give the digest of the whole", arguments: DigestAlgorithm.allCases)
    func pieces(algorithm: DigestAlgorithm) {
        let content = (0..<1000).map { UInt8(truncatingIfNeeded: $0 &* 31) }
        var hasher = Hasher(algorithm)
        for length in [0, 1, 55, 56, 63, 64, 65, 127, 128, 129, 255, 256, 257, 1000] {
            let whole = Array(content[..<length])
            for step in [1, 7, 64, 128, 200] {
                for start in stride(from: 0, to: length, by: step) {
                    hasher.update(Array(whole[start..<min(start + step, length)]))
                }
                #expect(hasher.finish() == Hasher.digest(whole, algorithm), "\(length) bytes by \(step)")
            }
        }
    }

    @Test func hexadecimalRefusesOtherText() {
        #expect(Hexadecimal.decode("00fF".utf8) == [0, 255])
        #expect(Hexadecimal.decode("0".utf8) == nil)
        #expect(Hexadecimal.decode("0g".utf8) == nil)
        #expect(Digest(algorithm: .md5, hexadecimal: "00".utf8) == nil)
    }
}
