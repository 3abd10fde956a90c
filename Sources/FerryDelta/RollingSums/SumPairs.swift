internal import CKernels

/// Which two sums follow one another in a file.
///
/// Control files of zsync keep as little as two bytes of a sum: of a file of some hundred MB there is a block with nearly every sum.
/// Where a match counts only beside another one, a start is looked at only if its sum and the one a block later are neighbours.
struct SumPairs: ~Copyable {
    /// The bits of a sum that count.
    let significant: UInt32
    let filter: SumFilter
    private let keys: KeySet

    /// The sums have zeros where bits do not count.
    init(_ sums: [UInt32], significant: UInt32) {
        let keys = zip(sums, sums.dropFirst()).map { ferry_pair_key($0, $1) }
        self.significant = significant
        filter = SumFilter(keys, significant: .max)
        self.keys = KeySet(keys)
    }

    func contains(_ first: UInt32, _ second: UInt32) -> Bool {
        contains(ferry_pair_key(first & significant, second & significant))
    }

    /// `key`: that of a candidate. Rarely true for two that are not neighbours.
    @inline(__always)
    func contains(_ key: UInt32) -> Bool { keys.contains(key) }
}
