/// MD4 (RFC 1320), which OpenSSL 3 has only in a provider that may be missing.
final class MD4State: HashState {
    private static let initial = SIMD4<UInt32>(0x6745_2301, 0xEFCD_AB89, 0x98BA_DCFE, 0x1032_5476)

    private var chain = initial
    private var buffer = BlockBuffer(blockLength: 64)

    func update(_ bytes: UnsafeRawBufferPointer) {
        buffer.update(bytes) { block, _ in chain &+= Self.rounds(chain, block) }
    }

    func finish(into digest: UnsafeMutableRawBufferPointer) {
        var (last, length) = buffer.finish()
        last.append(0x80)
        last.append(contentsOf: repeatElement(0, count: (120 - last.count) % 64))
        withUnsafeBytes(of: (length &* 8).littleEndian) { last.append(contentsOf: $0) }
        last.withUnsafeBytes { bytes in
            for start in stride(from: 0, to: bytes.count, by: 64) {
                chain &+= Self.rounds(chain, bytes.baseAddress! + start)
            }
        }
        for lane in 0..<4 {
            digest.storeBytes(of: chain[lane].littleEndian, toByteOffset: 4 * lane, as: UInt32.self)
        }
        chain = Self.initial
    }

    /// The three rounds of section 3.4. Each step changes one of four registers that then rotate their roles, so four
    /// steps bring them back to where they were.
    private static func rounds(_ chain: SIMD4<UInt32>, _ block: UnsafeRawPointer) -> SIMD4<UInt32> {
        var (a, b, c, d) = (chain[0], chain[1], chain[2], chain[3])
        func x(_ word: Int) -> UInt32 {
            UInt32(littleEndian: block.loadUnaligned(fromByteOffset: 4 &* word, as: UInt32.self))
        }
        for i in stride(from: 0, to: 16, by: 4) {
            a = rotate(a &+ choose(b, c, d) &+ x(i), 3)
            d = rotate(d &+ choose(a, b, c) &+ x(i &+ 1), 7)
            c = rotate(c &+ choose(d, a, b) &+ x(i &+ 2), 11)
            b = rotate(b &+ choose(c, d, a) &+ x(i &+ 3), 19)
        }
        for i in 0..<4 {
            a = rotate(a &+ majority(b, c, d) &+ x(i) &+ 0x5A82_7999, 3)
            d = rotate(d &+ majority(a, b, c) &+ x(i &+ 4) &+ 0x5A82_7999, 5)
            c = rotate(c &+ majority(d, a, b) &+ x(i &+ 8) &+ 0x5A82_7999, 9)
            b = rotate(b &+ majority(c, d, a) &+ x(i &+ 12) &+ 0x5A82_7999, 13)
        }
        for step in 0..<4 {
            let i = (step &>> 1) | (step & 1) &<< 1  // 0, 2, 1, 3: the order of the third round
            a = rotate(a &+ (b ^ c ^ d) &+ x(i) &+ 0x6ED9_EBA1, 3)
            d = rotate(d &+ (a ^ b ^ c) &+ x(i &+ 8) &+ 0x6ED9_EBA1, 9)
            c = rotate(c &+ (d ^ a ^ b) &+ x(i &+ 4) &+ 0x6ED9_EBA1, 11)
            b = rotate(b &+ (c ^ d ^ a) &+ x(i &+ 12) &+ 0x6ED9_EBA1, 15)
        }
        return SIMD4(a, b, c, d)
    }

    @inline(__always)
    private static func choose(_ x: UInt32, _ y: UInt32, _ z: UInt32) -> UInt32 { z ^ (x & (y ^ z)) }

    @inline(__always)
    private static func majority(_ x: UInt32, _ y: UInt32, _ z: UInt32) -> UInt32 { (x & y) | (z & (x | y)) }

    @inline(__always)
    private static func rotate(_ value: UInt32, _ bits: UInt32) -> UInt32 { value &<< bits | value &>> (32 &- bits) }
}
