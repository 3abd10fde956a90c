/// Where elements of a hash table that is at most half full live.
///
/// Home slots depend on random odd numbers of this process, one for each word of an element, so that nobody can prepare a
/// signature whose elements cluster. Results never depend on them.
struct OpenAddressing: Sendable {
    private static let processMultipliers = InlineArray<5, UInt64> { _ in UInt64.random(in: .min ... .max) | 1 }

    let capacity: Int
    private let shift: UInt64
    private let multipliers = processMultipliers

    init(elements: Int) {
        var capacity = 16
        while capacity < 2 * elements { capacity *= 2 }
        self.capacity = capacity
        shift = UInt64(64 - capacity.trailingZeroBitCount)
    }

    @inline(__always)
    func home(_ value: UInt64) -> Int { Int(truncatingIfNeeded: (value &* multipliers[0]) &>> shift) }

    @inline(__always)
    func home(_ low: UInt64, _ high: UInt64) -> Int {
        Int(truncatingIfNeeded: (low &* multipliers[0] &+ high &* multipliers[1]) &>> shift)
    }

    /// Of `value` and up to 32 bytes, all of which count.
    func home(_ value: UInt64, _ bytes: UnsafeRawBufferPointer) -> Int {
        var sum = value &* multipliers[0]
        var word = 1
        for first in stride(from: 0, to: bytes.count, by: 8) {
            var part: UInt64 = 0
            withUnsafeMutableBytes(of: &part) { $0.copyBytes(from: bytes[first..<min(first + 8, bytes.count)]) }
            sum &+= part &* multipliers[word]
            word += 1
        }
        return Int(truncatingIfNeeded: sum &>> shift)
    }

    @inline(__always)
    func next(_ slot: Int) -> Int { (slot &+ 1) & (capacity &- 1) }
}
