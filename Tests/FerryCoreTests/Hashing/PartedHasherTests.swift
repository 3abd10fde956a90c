import FerryCore
import Testing

@Suite("Digests of parts")
struct PartedHasherTests {
    @Test("pieces of any size", arguments: [DigestAlgorithm.md5, .sha256])
    func pieces(algorithm: DigestAlgorithm) {
        let content = (0..<5000).map { UInt8(truncatingIfNeeded: $0 &* 31) }
        for size in [1, 99, 100, 101, 400, 401, 450, 800, 801, 5000] {
            let parts = stride(from: 0, to: size, by: 100).map { Array(content[$0..<min($0 + 100, size)]) }
            let digests = parts.map { Hasher.digest($0, algorithm) }
            for step in [7, 100, 333, 5000] {
                let hasher = PartedHasher(length: 100, algorithm, of: Int64(size))
                for start in stride(from: 0, to: size, by: step) {
                    content[start..<min(start + step, size)].withUnsafeBytes { hasher.update($0) }
                }
                #expect(hasher.finish() == digests, "\(size) bytes by \(step)")
            }
        }
    }

    @Test("many at a time, of which few may gather")
    func many() {
        let content = [UInt8](repeating: 7, count: 1000)
        let hashers = (0..<5).map { _ in PartedHasher(length: 300, .md5, of: 1000) }
        for hasher in hashers { content.withUnsafeBytes { hasher.update($0) } }
        #expect(Set(hashers.map { $0.finish() }).count == 1)
    }

    @Test("more content than was said")
    func longer() {
        let hasher = PartedHasher(length: 100, .md5, of: 150)
        let content = [UInt8](repeating: 7, count: 370)
        content.withUnsafeBytes { hasher.update($0) }
        let digests = [100, 100, 100, 70].map { Hasher.digest(Array(repeating: 7, count: $0), .md5) }
        #expect(hasher.finish() == digests)
    }
}
