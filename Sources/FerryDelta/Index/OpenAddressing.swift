/// Where elements of a hash table that is at most half full live.
///
/// Home slots depend on a random odd number of this process, so that nobody can prepare a signature whose elements
/// cluster. Results never depend on it.
struct OpenAddressing: Sendable {
    private static let processMultiplier = UInt64.random(in: .min ... .max) | 1

    let capacity: Int
    private let shift: UInt64
    private let multiplier = processMultiplier

    init(elements: Int) {
        var capacity = 16
        while capacity < 2 * elements { capacity *= 2 }
        self.capacity = capacity
        shift = UInt64(64 - capacity.trailingZeroBitCount)
    }

    @inline(__always)
    func home(_ value: UInt64) -> Int { Int(truncatingIfNeeded: (value &* multiplier) &>> shift) }

    @inline(__always)
    func next(_ slot: Int) -> Int { (slot &+ 1) & (capacity &- 1) }
}
