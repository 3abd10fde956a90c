/// Finds the offsets at which blocks have an anchor with a given key.
struct AnchorTable: ~Copyable {
    /// Keys with more distinct offsets than this are crowded; from a file no more are accepted.
    static let offsetsPerKey = 8

    private static let empty = UInt64.max

    private let addressing: OpenAddressing
    private let slots: UnsafeMutablePointer<UInt64>

    /// Room for `count` distinct pairs, a quarter full.
    init(capacity count: Int) {
        addressing = OpenAddressing(elements: 2 * count)
        slots = .allocate(capacity: addressing.capacity)
        slots.initialize(repeating: Self.empty, count: addressing.capacity)
    }

    deinit {
        slots.deallocate()
    }

    /// Adds a pair unless it is there already. False when its key has too many other offsets.
    @discardableResult
    func insert(key: UInt32, offset: UInt32) -> Bool {
        let pair = UInt64(key) << 32 | UInt64(offset)
        var others = 0
        var slot = addressing.home(UInt64(key))
        while slots[slot] != Self.empty {
            if slots[slot] == pair { return true }
            if UInt32(slots[slot] >> 32) == key { others += 1 }
            if others == Self.offsetsPerKey { return false }
            slot = addressing.next(slot)
        }
        slots[slot] = pair
        return true
    }

    /// Calls `body` with each offset of a key, in no particular order.
    @inline(__always)
    func forEachOffset(of key: UInt32, _ body: (_ offset: Int) -> Void) {
        var slot = addressing.home(UInt64(key))
        while slots[slot] != Self.empty {
            if UInt32(truncatingIfNeeded: slots[slot] &>> 32) == key { body(Int(slots[slot] & 0xFFFF_FFFF)) }
            slot = addressing.next(slot)
        }
    }
}
