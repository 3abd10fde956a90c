/// One thread's search of a local file for the blocks of a wanted one. Its segments come in increasing order, so that the
/// first place where it finds a content is the lowest in them.
final class LocalSearch: @unchecked Sendable {
    private let wanted: SignatureIndex
    private var ranges: DesignatedRanges
    private var rolling: RollingSearch
    private var hasher: StrongHasher
    private var budget = StrongCheckBudget()
    /// By lowest block of a content, as an offset in the file.
    private var positions: [Int?]
    /// How many contents with a given key and offset were not found yet. They are not hashed again once none is left.
    private var missing: [Identity: Int] = [:]
    private var missingPolynomials = 0

    private struct Identity: Hashable {
        let key: UInt32
        let offset: UInt32
    }

    init(_ wanted: SignatureIndex) {
        self.wanted = wanted
        ranges = DesignatedRanges(
            wanted.geometry, kernel: .best, reportsEmptyRanges: !wanted.polynomialKeys.isEmpty)
        rolling = RollingSearch(wanted.polynomial)
        hasher = StrongHasher(wanted.signature.strongHash, length: wanted.signature.strongLength)
        positions = Array(repeating: nil, count: wanted.blockCount)
        for (number, block) in wanted.signature.blocks.enumerated() where wanted.representative(of: number) == number {
            missing[Identity(key: block.key, offset: block.offset), default: 0] += 1
            if block.offset == BlockRecord.noAnchor { missingPolynomials += 1 }
        }
    }

    /// The lowest position of each block that any of the searches found.
    static func lowestPositions(_ searches: [LocalSearch], count: Int) -> [Int?] {
        (0..<count).map { block in
            searches.compactMap { $0.positions[$0.wanted.representative(of: block)] }.min()
        }
    }

    func search(_ segment: Segment) {
        let window = segment.window
        let first = segment.starts.lowerBound - segment.windowStart
        budget.refill(segmentLength: segment.starts.count + wanted.blockSize)
        rolling.reset()
        ranges.restart(
            window, firstHit: first, first: first, limit: segment.starts.upperBound - segment.windowStart)
        while let range = ranges.next() {
            guard let anchor = range.anchor else {
                roll(range, window, segment)
                continue
            }
            probe(range, anchor, window, segment)
        }
    }

    private func probe(_ range: StartRange, _ anchor: Int, _ window: UnsafeRawBufferPointer, _ segment: Segment) {
        let key = anchorKey(window.baseAddress! + anchor, length: wanted.geometry.keyLength)
        if wanted.crowdedKeys.contains(key) { return roll(range, window, segment) }
        wanted.anchors.forEachOffset(of: key) { offset in
            let start = anchor - offset
            guard start >= range.first && start <= range.last else { return }
            let identity = Identity(key: key, offset: UInt32(offset))
            if missing[identity, default: 0] > 0 { note(start, identity, window, segment) }
        }
    }

    /// Looks for polynomial blocks at all starts of the range, as long as some were not found yet.
    private func roll(_ range: StartRange, _ window: UnsafeRawBufferPointer, _ segment: Segment) {
        var first = range.first
        var rolling = rolling
        defer { self.rolling = rolling }
        while missingPolynomials > 0 && first <= range.last {
            let found = rolling.first(in: first...range.last, of: window, keys: wanted.polynomialKeys) { start, key in
                let identity = Identity(key: key, offset: BlockRecord.noAnchor)
                return missing[identity, default: 0] > 0 && note(start, identity, window, segment) ? true : nil
            }
            guard let found else { return }
            first = found.start + 1
        }
    }

    /// Notes the content at `start`, if it is one that was not found yet.
    @discardableResult
    private func note(
        _ start: Int, _ identity: Identity, _ window: UnsafeRawBufferPointer, _ segment: Segment
    ) -> Bool {
        if budget.isSpent { return false }
        guard let block = wanted.contents.block(hasher.hash(window.baseAddress! + start, count: wanted.blockSize))
        else {
            budget.charge(wanted.blockSize)
            return false
        }
        if positions[block] != nil {
            budget.charge(wanted.blockSize)
            return false
        }
        positions[block] = start + segment.windowStart
        missing[identity]! -= 1
        if identity.offset == BlockRecord.noAnchor { missingPolynomials -= 1 }
        return true
    }
}
