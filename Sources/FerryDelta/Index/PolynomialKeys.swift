/// The keys of the polynomial blocks: an exact set behind a bit map, which answers nearly all questions from the cache.
struct PolynomialKeys: ~Copyable {
    private let exact: KeySet
    private let bits: UnsafeMutablePointer<UInt64>
    private let wordShift: UInt64

    var isEmpty: Bool { exact.isEmpty }

    /// Sixteen bits a key, at least 4 Ki bits and at most 2 Mi, which still fit the second-level cache.
    init(_ keys: [UInt32]) {
        exact = KeySet(keys)
        var log2 = 12
        while 1 << log2 < keys.count * 16 && log2 < 21 { log2 += 1 }
        let words = 1 << (log2 - 6)
        wordShift = UInt64(64 - (log2 - 6))
        bits = .allocate(capacity: words)
        bits.initialize(repeating: 0, count: words)
        for key in keys {
            let sum = UInt64(key) << 32
            bits[Int(sum &>> wordShift)] |= 1 &<< ((sum &>> 32) & 63)
        }
    }

    deinit {
        bits.deallocate()
    }

    @inline(__always)
    func contains(_ key: UInt32) -> Bool {
        bit(UInt64(key) &<< 32) & 1 != 0 && exact.contains(key)
    }

    /// Whether one of four sums may have a key in the set; nearly always false when none has.
    @inline(__always)
    func mayContainAny(_ a: UInt64, _ b: UInt64, _ c: UInt64, _ d: UInt64) -> Bool {
        (bit(a) | bit(b) | bit(c) | bit(d)) & 1 != 0
    }

    /// The bit of a sum, lowest: the word by the top bits of its key, the bit in it by the lowest six.
    @inline(__always)
    private func bit(_ sum: UInt64) -> UInt64 {
        bits[Int(truncatingIfNeeded: sum &>> wordShift)] &>> ((sum &>> 32) & 63)
    }
}
