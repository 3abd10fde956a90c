internal import Glibc

/// The rolling sum that finds blocks without an anchor.
///
///     poly(s) = sum of byte[s+i] * M^(B-1-i) mod 2^64
///
/// Keys are its high half: with B a power of two, M^B - 1 has many factors of two, and on periodic data the low half
/// would take few values.
struct Polynomial: Sendable {
    static let multiplier: UInt64 = 0x9E37_79B9_7F4A_7C15

    let blockSize: Int
    /// M^B: what the byte that leaves the block counts.
    let leaving: UInt64
    /// The sum of a block of ones, which gives the sum of any constant block with one multiplication.
    private let ones: UInt64

    init(blockSize: Int) {
        self.blockSize = blockSize
        var power: UInt64 = 1
        var ones: UInt64 = 0
        for _ in 0..<blockSize {
            ones = ones &+ power
            power = power &* Self.multiplier
        }
        self.leaving = power
        self.ones = ones
    }

    @inline(__always)
    static func key(_ sum: UInt64) -> UInt32 { UInt32(truncatingIfNeeded: sum &>> 32) }

    /// The key of one block.
    func key(of block: UnsafeRawPointer) -> UInt32 { Self.key(sum(of: block)) }

    /// The sum of one block, eight bytes a step so that one multiplication in eight depends on the one before.
    func sum(of block: UnsafeRawPointer) -> UInt64 {
        if isConstant(block, length: blockSize) { return UInt64(block.load(as: UInt8.self)) &* ones }
        let m = Self.multiplier
        let m2 = m &* m
        let m4 = m2 &* m2
        let m8 = m4 &* m4
        @inline(__always) func byte(_ index: Int) -> UInt64 {
            UInt64(block.load(fromByteOffset: index, as: UInt8.self))
        }
        @inline(__always) func four(_ first: Int) -> UInt64 {
            (byte(first) &* m &+ byte(first &+ 1)) &* m2 &+ byte(first &+ 2) &* m &+ byte(first &+ 3)
        }
        var sum: UInt64 = 0
        var index = 0
        while index &+ 8 <= blockSize {
            sum = sum &* m8 &+ (four(index) &* m4 &+ four(index &+ 4))
            index &+= 8
        }
        while index < blockSize {
            sum = sum &* m &+ byte(index)
            index &+= 1
        }
        return sum
    }
}

/// Whether all bytes are equal; a look at the first nine rejects nearly everything else.
@inline(__always)
func isConstant(_ bytes: UnsafeRawPointer, length: Int) -> Bool {
    if length > 8
        && bytes.loadUnaligned(as: UInt64.self) != bytes.loadUnaligned(fromByteOffset: 1, as: UInt64.self)
    {
        return false
    }
    return memcmp(bytes, bytes + 1, length - 1) == 0
}
