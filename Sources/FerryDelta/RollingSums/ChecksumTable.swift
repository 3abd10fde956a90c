internal import Glibc

/// Finds a block by its rolling sum and its strong hash together. Blocks alike in both are one entry, named by the lowest
/// block number.
struct ChecksumTable: ~Copyable {
    private static let empty = UInt32.max

    private let sums: [UInt32]
    private let hashes: [UInt8]
    private let hashLength: Int
    private let addressing: OpenAddressing
    private let slots: UnsafeMutablePointer<UInt32>
    private let representatives: UnsafeMutablePointer<UInt32>

    /// `hashes`: one after another, each of `hashLength` bytes.
    init(sums: [UInt32], hashes: [UInt8], hashLength: Int) {
        self.sums = sums
        self.hashes = hashes
        self.hashLength = hashLength
        addressing = OpenAddressing(elements: sums.count)
        slots = .allocate(capacity: addressing.capacity)
        slots.initialize(repeating: Self.empty, count: addressing.capacity)
        representatives = .allocate(capacity: sums.count)
        hashes.withUnsafeBytes { all in
            for block in 0..<sums.count {
                let slot = slot(sums[block], all.baseAddress! + block * hashLength)
                if slots[slot] == Self.empty { slots[slot] = UInt32(block) }
                (representatives + block).initialize(to: slots[slot])
            }
        }
    }

    deinit {
        slots.deallocate()
        representatives.deallocate()
    }

    var count: Int { sums.count }

    func representative(of block: Int) -> Int { Int(representatives[block]) }

    /// The lowest block with this sum and this hash.
    func block(_ sum: UInt32, _ hash: UnsafeRawPointer) -> Int? {
        let block = slots[slot(sum, hash)]
        return block == Self.empty ? nil : Int(block)
    }

    @inline(__always)
    func isHash(_ hash: UnsafeRawPointer, of block: Int) -> Bool {
        hashes.withUnsafeBytes { memcmp($0.baseAddress! + block * hashLength, hash, hashLength) == 0 }
    }

    @inline(__always)
    func sum(of block: Int) -> UInt32 { sums[block] }

    private func slot(_ sum: UInt32, _ hash: UnsafeRawPointer) -> Int {
        var slot = addressing.home(UInt64(sum), UnsafeRawBufferPointer(start: hash, count: hashLength))
        while slots[slot] != Self.empty {
            let block = Int(slots[slot])
            if sums[block] == sum && isHash(hash, of: block) { break }
            slot = addressing.next(slot)
        }
        return slot
    }
}
