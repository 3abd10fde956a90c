/// A fixed set of 32-bit keys in open addressing.
struct KeySet: ~Copyable {
    private static let empty = UInt64.max

    private let slots: UnsafeMutablePointer<UInt64>
    private let addressing: OpenAddressing
    let isEmpty: Bool

    init(_ keys: [UInt32]) {
        isEmpty = keys.isEmpty
        addressing = OpenAddressing(elements: keys.count)
        slots = .allocate(capacity: addressing.capacity)
        slots.initialize(repeating: Self.empty, count: addressing.capacity)
        for key in keys {
            var slot = addressing.home(UInt64(key))
            while slots[slot] != Self.empty && slots[slot] != UInt64(key) { slot = addressing.next(slot) }
            slots[slot] = UInt64(key)
        }
    }

    deinit {
        slots.deallocate()
    }

    @inline(__always)
    func contains(_ key: UInt32) -> Bool {
        var slot = addressing.home(UInt64(key))
        while slots[slot] != Self.empty {
            if slots[slot] == UInt64(key) { return true }
            slot = addressing.next(slot)
        }
        return false
    }
}
