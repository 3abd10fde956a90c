import FerryCore
import FerryEndpoints
import Testing

@testable import FerrySync

/// Digests of ranges of a file, some of them side by side.
@Suite("Digests of ranges")
struct RangeDigestsTests {
    private let content = (0..<900_000).map { UInt8(truncatingIfNeeded: (($0 &* 2_654_435_761) >> 11) % 26 + 97) }

    private func origin(_ content: [UInt8]) throws -> PinnedFile {
        let tree = MemoryEndpoint()
        try tree.write(["file": .file(String(decoding: content, as: UTF8.self))])
        return PinnedFile(try #require(try tree.entry(at: "file")), on: tree, Cancellation())
    }

    @Test("of any lengths", arguments: [DigestAlgorithm.md5, .sha256])
    func lengths(algorithm: DigestAlgorithm) throws {
        let lengths: [Int64] = [0, 1, 63, 64, 65, 300_000, 262_144, 262_145, 9_000, 120, 4_096, 1]
        var offset: Int64 = 0
        let ranges = lengths.map { length in
            defer { offset += length }
            return ByteRange(offset: offset, length: length)
        }
        let digests = RangeDigests(of: ranges, try origin(content), by: algorithm)
        defer { digests.end() }
        for range in ranges {
            let part = Array(content[Int(range.offset)..<Int(range.end)])
            #expect(digests.digest(of: range, by: algorithm) == Hasher.digest(part, algorithm), "\(range)")
        }
    }

    @Test("a file that ends too early has none")
    func tooShort() throws {
        let ranges = [ByteRange(offset: 0, length: 500_000), ByteRange(offset: 500_000, length: 500_000)]
        let digests = RangeDigests(of: ranges, try origin(content), by: .md5)
        defer { digests.end() }
        #expect(digests.digest(of: ranges[1], by: .md5) == nil)
    }
}
