/// BLAKE2b (RFC 7693) without a key and with any digest length, which OpenSSL 3.0 offers for 64 bytes only.
final class BLAKE2bState: HashState {
    private let digestLength: Int
    private var chain: Chain
    private var buffer = BlockBuffer(blockLength: 128, keepsLast: true)

    init(digestLength: Int) {
        self.digestLength = digestLength
        chain = Chain(digestLength: digestLength)
    }

    func update(_ bytes: UnsafeRawBufferPointer) {
        buffer.update(bytes) { block, length in chain.compress(block, length: length, isLast: false) }
    }

    func finish(into digest: UnsafeMutableRawBufferPointer) {
        var (last, length) = buffer.finish()
        last.append(contentsOf: repeatElement(0, count: 128 - last.count))
        last.withUnsafeBytes { chain.compress($0.baseAddress!, length: length, isLast: true) }
        withUnsafeBytes(of: chain.littleEndian) { digest.copyMemory(from: .init(rebasing: $0[..<digestLength])) }
        chain = Chain(digestLength: digestLength)
    }
}

/// The chain value: eight words, kept as the two rows of the working matrix that they fill.
private struct Chain {
    private static let iv0 = SIMD4<UInt64>(
        0x6A09_E667_F3BC_C908, 0xBB67_AE85_84CA_A73B, 0x3C6E_F372_FE94_F82B, 0xA54F_F53A_5F1D_36F1)
    private static let iv1 = SIMD4<UInt64>(
        0x510E_527F_ADE6_82D1, 0x9B05_688C_2B3E_6C1F, 0x1F83_D9AB_FB41_BD6B, 0x5BE0_CD19_137E_2179)

    /// The message schedule of section 2.7, sixteen four-bit word numbers a round, the first in the lowest bits.
    private static let schedule: InlineArray<10, UInt64> = [
        0xFEDC_BA98_7654_3210, 0x357B_20C1_6DF9_84AE, 0x4917_63EA_DF25_0C8B, 0x8F04_A562_EBCD_1397,
        0xD386_CB1E_FA42_7509, 0x91EF_57D4_38B0_A6C2, 0xB829_3670_A4DE_F15C, 0xA268_4F05_931C_E7BD,
        0x5A41_7D2C_803B_9EF6, 0x0DC3_E9BF_5167_482A,
    ]

    private var low: SIMD4<UInt64>
    private var high = iv1

    /// No key, fan-out and depth 1: the parameter block of a plain sequential hash.
    init(digestLength: Int) {
        low = Self.iv0
        low[0] ^= 0x0101_0000 ^ UInt64(digestLength)
    }

    var littleEndian: (SIMD4<UInt64>, SIMD4<UInt64>) { (low, high) }

    mutating func compress(_ block: UnsafeRawPointer, length: UInt64, isLast: Bool) {
        var (a, b, c, d) = (low, high, Self.iv0, Self.iv1)
        d[0] ^= length
        if isLast { d[2] = ~d[2] }
        for round in 0..<12 {
            let schedule = Self.schedule[round % 10]
            @inline(__always) func words(_ first: UInt64) -> SIMD4<UInt64> {
                func word(_ index: UInt64) -> UInt64 {
                    let offset = Int(schedule &>> (4 &* (first &+ index)) & 15) &* 8
                    return UInt64(littleEndian: block.loadUnaligned(fromByteOffset: offset, as: UInt64.self))
                }
                return SIMD4(word(0), word(2), word(4), word(6))
            }
            Self.mix(&a, &b, &c, &d, words(0), words(1))
            (b, c, d) = (b.rotated(1), c.rotated(2), d.rotated(3))
            Self.mix(&a, &b, &c, &d, words(8), words(9))
            (b, c, d) = (b.rotated(3), c.rotated(2), d.rotated(1))
        }
        low ^= a ^ c
        high ^= b ^ d
    }

    /// The function G of section 3.1, on the four columns (or, with rows turned, the four diagonals) at once.
    @inline(__always)
    private static func mix(
        _ a: inout SIMD4<UInt64>, _ b: inout SIMD4<UInt64>, _ c: inout SIMD4<UInt64>, _ d: inout SIMD4<UInt64>,
        _ x: SIMD4<UInt64>, _ y: SIMD4<UInt64>
    ) {
        a = a &+ b &+ x
        d = (d ^ a).rotatedRight(32)
        c &+= d
        b = (b ^ c).rotatedRight(24)
        a = a &+ b &+ y
        d = (d ^ a).rotatedRight(16)
        c &+= d
        b = (b ^ c).rotatedRight(63)
    }
}

extension SIMD4<UInt64> {
    /// The lanes turned left by `count` places.
    @inline(__always)
    fileprivate func rotated(_ count: Int) -> Self {
        Self(self[count & 3], self[(count &+ 1) & 3], self[(count &+ 2) & 3], self[(count &+ 3) & 3])
    }

    @inline(__always)
    fileprivate func rotatedRight(_ bits: UInt64) -> Self { self &>> bits | self &<< (64 &- bits) }
}
