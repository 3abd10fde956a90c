/// Finds a block by its strong hash. Blocks of equal content are one entry, named by the lowest block number, so that a
/// file of equal blocks makes no chain.
struct ContentTable: ~Copyable {
    private static let empty = UInt32.max

    private let addressing: OpenAddressing
    private let slots: UnsafeMutablePointer<UInt32>
    private let blocks: UnsafeMutableBufferPointer<BlockHash>
    /// For each block the lowest one of the same content.
    private let representatives: UnsafeMutablePointer<UInt32>

    init(_ hashes: some Collection<BlockHash>) {
        addressing = OpenAddressing(elements: hashes.count)
        slots = .allocate(capacity: addressing.capacity)
        slots.initialize(repeating: Self.empty, count: addressing.capacity)
        blocks = .allocate(capacity: hashes.count)
        _ = blocks.initialize(fromContentsOf: hashes)
        representatives = .allocate(capacity: hashes.count)
        for (block, hash) in hashes.enumerated() {
            let slot = slot(of: hash)
            if slots[slot] == Self.empty { slots[slot] = UInt32(block) }
            (representatives + block).initialize(to: slots[slot])
        }
    }

    deinit {
        slots.deallocate()
        blocks.deallocate()
        representatives.deallocate()
    }

    var count: Int { blocks.count }

    /// The lowest block with this hash.
    @inline(__always)
    func block(_ hash: BlockHash) -> Int? {
        let block = slots[slot(of: hash)]
        return block == Self.empty ? nil : Int(block)
    }

    @inline(__always)
    func hash(of block: Int) -> BlockHash { blocks[block] }

    @inline(__always)
    func representative(of block: Int) -> Int { Int(representatives[block]) }

    @inline(__always)
    private func slot(of hash: BlockHash) -> Int {
        var slot = addressing.home(hash.low, hash.high)
        while slots[slot] != Self.empty && blocks[Int(slots[slot])] != hash { slot = addressing.next(slot) }
        return slot
    }
}
