import FerryCore
import Testing

@Suite("Several digests at once")
struct HasherSetTests {
    @Test("pieces of any size give the digests of the whole")
    func digests() {
        let algorithms: [DigestAlgorithm] = [.sha256, .md5, .crc32c]
        let set = HasherSet(algorithms)
        let content = (0..<700_000).map { UInt8(truncatingIfNeeded: $0 &* 7 ^ $0 >> 8) }
        for step in [1000, 200_000, 700_000] {
            for start in stride(from: 0, to: content.count, by: step) {
                content[start..<min(start + step, content.count)].withUnsafeBytes { set.update($0) }
            }
            #expect(set.finish() == algorithms.map { Hasher.digest(content, $0) }, "by \(step)")
        }
        #expect(set.finish() == algorithms.map { Hasher.digest([], $0) })
    }

    @Test("so do small pieces that a thread of its own hashes")
    func background() {
        let hasher = BackgroundHasher(.sha256)
        let content = (0..<700_000).map { UInt8(truncatingIfNeeded: $0 &* 7 ^ $0 >> 8) }
        for count in [0, 1000, 131_072, 131_073, 700_000] {
            for start in stride(from: 0, to: count, by: 190) {
                content[start..<min(start + 190, count)].withUnsafeBytes { hasher.update($0) }
            }
            #expect(hasher.finish() == Hasher.digest(Array(content[..<count]), .sha256), "\(count) bytes")
        }
        // Left in the middle, it ends with its thread.
        let other = BackgroundHasher(.md5)
        for _ in 0..<3 { content.withUnsafeBytes { other.update($0) } }
    }

    @Test("hexadecimal digits")
    func hexadecimal() {
        let all = Array(UInt8.min...UInt8.max)
        let text = Hexadecimal.encode(all)
        #expect(text.hasPrefix("000102") && text.hasSuffix("fdfeff"))
        #expect(Hexadecimal.decode(Array(text.utf8)) == all)
        #expect(Hexadecimal.decode(Array(text.uppercased().utf8)) == all)
        #expect(Hexadecimal.decode([] as [UInt8]) == [] && Hexadecimal.decode(Array("abc".utf8)) == nil)
        for byte in all where !Array("0123456789abcdefABCDEF".utf8).contains(byte) {
            #expect(Hexadecimal.decode([byte, 0x30]) == nil && Hexadecimal.decode([0x30, byte]) == nil, "\(byte)")
            #expect(!Hexadecimal.isDigit(byte))
        }
    }

    @Test("lines are counted, one for what follows the last newline too")
    func lines() {
        // As many as overflow any counter of a byte.
        let many = String(repeating: "\n", count: 70_001)
        for (text, expected) in [
            ("", 0), ("a", 1), ("a\n", 1), ("a\nb", 2), ("\n\n", 2), (many, 70_001),
        ] as [(String, Int64)] {
            var count = LineCount()
            Array(text.utf8).withUnsafeBytes { count.update($0) }
            #expect(count.value == expected, "'\(text.prefix(9))'")
        }
        let content = (0..<100_000).map { $0 % 3 == 0 ? UInt8(ascii: "\n") : UInt8(truncatingIfNeeded: $0) | 0x20 }
        let expected = Int64(content.count { $0 == UInt8(ascii: "\n") }) + (content.last == UInt8(ascii: "\n") ? 0 : 1)
        for step in [1, 31, 33, 9000, 100_000] {
            var count = LineCount()
            for start in stride(from: 0, to: content.count, by: step) {
                content[start..<min(start + step, content.count)].withUnsafeBytes { count.update($0) }
            }
            #expect(count.value == expected, "by \(step)")
        }
    }
}
