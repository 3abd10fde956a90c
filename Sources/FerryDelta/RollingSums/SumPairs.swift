/// Which two sums follow one another in a file.
///
/// Control files of zsync keep as little as two bytes of a sum: of a file of some hundred MB there is a block with nearly every sum.
/// Where a match counts only beside another one, a start is looked at only if its sum and the one a block later are neighbours.
struct SumPairs: ~Copyable {
    private let keys: KeySet

    init(_ sums: [UInt32]) {
        keys = KeySet(zip(sums, sums.dropFirst()).map { Self.key($0, $1) })
    }

    /// Rarely true for two that are not.
    @inline(__always)
    func contains(_ first: UInt32, _ second: UInt32) -> Bool { keys.contains(Self.key(first, second)) }

    @inline(__always)
    private static func key(_ first: UInt32, _ second: UInt32) -> UInt32 {
        let both = UInt64(first) &<< 32 | UInt64(second)
        return UInt32(truncatingIfNeeded: (both &* 0x9E37_79B9_7F4A_7C15) &>> 32)
    }
}
