internal import CKernels

/// A position whose window hash is above the threshold.
struct Hit: BitwiseCopyable {
    var position: Int
    var hash: UInt32
}

/// The hits of a stretch of bytes, in order.
///
///     hit(p): h(p) > T, and no q in p+1 ... p+L-8 has h(q) = h(p)
///
/// Whether p is a hit depends on the bytes p ..< p+L alone, wherever they lie. The second clause takes data of any period
/// up to L-8 out of the hits: of equal windows that are near each other only the last counts. Such data would give a
/// near-miss at every period; rolling a polynomial over it costs one linear pass instead.
struct HitStream: ~Copyable {
    /// How far ahead an equal window hides a hit.
    private let reach: Int
    private let threshold: UInt32
    private let kernel: Kernel
    private var bytes: UnsafePointer<UInt8>
    private var end = 0
    /// Where the next tile begins, and the end of the positions that were examined.
    private var tile = 0
    private(set) var frontier = 0
    /// Windows above the threshold that were not handed out yet.
    private var pending = Ring<Hit>(capacity: 256)

    init(_ geometry: AnchorGeometry, kernel: Kernel) {
        reach = geometry.keyLength - 8
        threshold = geometry.threshold
        self.kernel = kernel
        bytes = UnsafePointer(bitPattern: 1)!
    }

    /// Begins at `start`; windows must lie wholly before `end`.
    @inline(__always)
    mutating func restart(_ bytes: UnsafeRawPointer, from start: Int, to end: Int) {
        self.bytes = bytes.assumingMemoryBound(to: UInt8.self)
        self.end = end
        tile = start
        frontier = start
        pending.removeAll()
    }

    @inline(__always)
    mutating func next() -> Hit? {
        while true {
            if pending.isEmpty && !examineMore() { return nil }
            let hit = pending[pending.startIndex]
            pending.removeFirst()
            while frontier <= hit.position &+ reach && frontier < end { _ = examineMore() }
            if !isRepeated(hit) { return hit }
        }
    }

    @inline(__always)
    private func isRepeated(_ hit: Hit) -> Bool {
        var index = pending.startIndex
        while index != pending.endIndex && pending[index].position <= hit.position &+ reach {
            if pending[index].hash == hit.hash { return true }
            index &+= 1
        }
        return false
    }

    /// Goes on to the next tile with a window above the threshold; false when there is none.
    @inline(__always)
    private mutating func examineMore() -> Bool {
        var mask: UInt32 = 0
        let found = ferry_next_tile(kernel.rawValue, bytes, tile, end, threshold, &mask)
        tile = found
        if mask == 0 { return examineRest() }
        take(mask, at: found)
        tile = found &+ FERRY_TILE_POSITIONS
        frontier = tile
        return true
    }

    @inline(__always)
    private mutating func take(_ mask: UInt32, at first: Int) {
        var mask = mask
        while mask != 0 {
            let position = first &+ mask.trailingZeroBitCount
            pending.append(Hit(position: position, hash: ferry_window_hash(bytes + position)))
            mask &= mask &- 1
        }
    }

    /// The positions after the last complete tile, fewer than 32. Signature and matcher see the same hits in a block
    /// only because this partial tile is treated alike in both: by testing its windows one by one.
    @inline(never)
    private mutating func examineRest() -> Bool {
        let before = pending.endIndex
        var position = tile
        while position &+ 8 <= end {
            let hash = ferry_window_hash(bytes + position)
            if hash > threshold { pending.append(Hit(position: position, hash: hash)) }
            position &+= 1
        }
        tile = max(tile, position)
        frontier = end
        return pending.endIndex != before
    }
}
