/// Finds the blocks of a native signature by their anchors.
///
/// Why nothing is missed: let the B bytes at s equal block k. The designated hit depends on these bytes only, so D(s) - s
/// is what the signature says of block k.
/// - Without a hit, k is a polynomial block and s lies in a range without a hit, which is rolled.
/// - With the hit p, s lies in p's range. If k is anchored, its key and p - s are in the table. If its key is crowded, the
///   range is rolled.
///
/// Ranges come in increasing order and the least start in each is taken, so the first match found is the least one. No
/// density, key length or table size has any influence on the result.
final class AnchorMatcher: BlockMatcher {
    private var search: AnchorSearch

    init(_ index: SignatureIndex, kernel: Kernel) {
        search = AnchorSearch(index, kernel: kernel)
    }

    func beginSegment(length: Int) { search.beginSegment(length: length) }

    func findMatches(in window: UnsafeRawBufferPointer, from first: Int, limit: Int, into findings: inout Findings) {
        search.findMatches(in: window, from: first, limit: limit, into: &findings)
    }

    func isTail(_ bytes: UnsafeRawPointer) -> Bool { search.isTail(bytes) }

    func tailAtEnd(of window: UnsafeRawBufferPointer, from first: Int) -> Int? {
        search.tailAtEnd(of: window, from: first)
    }

    func findTail(in window: UnsafeRawBufferPointer, from first: Int, into findings: inout Findings) {
        search.findTail(in: window, from: first, into: &findings)
    }
}

/// The state of an `AnchorMatcher`, as a value so that the hot loops work on plain memory.
private struct AnchorSearch: ~Copyable {
    private let index: SignatureIndex
    private let kernel: Kernel
    private let blockSize: Int
    private let keyLength: Int
    private let tail: BlockRecord?
    private let hasCrowdedKeys: Bool
    private var ranges: DesignatedRanges
    private var rolling: RollingSearch
    private var hasher: StrongHasher
    private var budget = StrongCheckBudget()

    init(_ index: SignatureIndex, kernel: Kernel) {
        self.index = index
        self.kernel = kernel
        blockSize = index.blockSize
        keyLength = index.geometry.keyLength
        tail = index.searchableTail
        hasCrowdedKeys = !index.crowdedKeys.isEmpty
        ranges = DesignatedRanges(
            index.geometry, kernel: kernel, reportsEmptyRanges: !index.polynomialKeys.isEmpty,
            watchedHash: index.searchableTail?.key ?? 0)
        rolling = RollingSearch(index.polynomial)
        hasher = StrongHasher(index.signature.strongHash, length: index.signature.strongLength)
    }

    mutating func beginSegment(length: Int) {
        budget.refill(segmentLength: length + blockSize)
        rolling.reset()
    }

    mutating func findMatches(
        in window: UnsafeRawBufferPointer, from first: Int, limit: Int, into findings: inout Findings
    ) {
        var start = first
        var previous = -1
        var isStreaming = false
        while start < limit && start &+ blockSize <= window.count {
            if let block = block(at: start, after: previous, window) {
                findings.matches.append(Match(start: start, block: index.contents.representative(of: block)))
                previous = block
                start &+= blockSize
                continue
            }
            if isStreaming {
                ranges.resume(window, first: start &+ 1, limit: limit)
            } else {
                ranges.restart(window, firstHit: start, first: start &+ 1, limit: limit)
                isStreaming = true
            }
            guard let match = nextMatch(window) else { break }
            findings.matches.append(match)
            previous = match.block
            start = match.start &+ blockSize
        }
        takeTailCandidates(into: &findings)
    }

    /// The test of the first start: is it the block after the previous match, or else any block? It makes identical,
    /// appended-to, zero-filled and repeated data run at the speed of the strong hash.
    @inline(__always)
    private mutating func block(at start: Int, after previous: Int, _ window: UnsafeRawBufferPointer) -> Int? {
        let strong = hasher.hash(window.baseAddress! + start, count: blockSize)
        let next = previous &+ 1
        if previous >= 0 && next < index.contents.count && index.contents.hash(of: next) == strong { return next }
        return index.contents.block(strong)
    }

    @inline(__always)
    private mutating func nextMatch(_ window: UnsafeRawBufferPointer) -> Match? {
        while let range = ranges.next() {
            if let match = leastMatch(in: range, window) { return match }
        }
        return nil
    }

    @inline(__always)
    private mutating func leastMatch(in range: StartRange, _ window: UnsafeRawBufferPointer) -> Match? {
        guard let anchor = range.anchor else { return roll(range, window) }
        let index = index
        let key = anchorKey(window.baseAddress! + anchor, length: keyLength)
        if hasCrowdedKeys && index.crowdedKeys.contains(key) { return roll(range, window) }
        var best: Match?
        var last = range.last
        index.anchors.forEachOffset(of: key) { offset in
            let start = anchor &- offset
            if start >= range.first && start <= last, let block = verifiedBlock(at: start, window) {
                best = Match(start: start, block: block)
                last = start &- 1
            }
        }
        return best
    }

    @inline(never)
    private mutating func roll(_ range: StartRange, _ window: UnsafeRawBufferPointer) -> Match? {
        let index = index
        if index.polynomialKeys.isEmpty { return nil }
        var rolling = rolling
        let found = rolling.first(in: range.first...range.last, of: window, keys: index.polynomialKeys) { start, _ in
            verifiedBlock(at: start, window)
        }
        self.rolling = rolling
        return found.map { Match(start: $0.start, block: $0.result) }
    }

    /// The lowest block that equals the bytes at `start`, by the strong hash.
    private mutating func verifiedBlock(at start: Int, _ window: UnsafeRawBufferPointer) -> Int? {
        if budget.isSpent { return nil }
        let block = index.contents.block(hasher.hash(window.baseAddress! + start, count: blockSize))
        if block == nil { budget.charge(blockSize) }
        return block
    }

    private mutating func takeTailCandidates(into findings: inout Findings) {
        guard let tail, !ranges.watchedHits.isEmpty else { return }
        for position in ranges.watchedHits { findings.tailCandidates.append(position - Int(tail.offset)) }
        ranges.forgetWatchedHits()
    }

    mutating func isTail(_ bytes: UnsafeRawPointer) -> Bool {
        hasher.hash(bytes, count: index.tailLength) == index.signature.tail?.strong
    }

    mutating func tailAtEnd(of window: UnsafeRawBufferPointer, from first: Int) -> Int? {
        let start = window.count - index.tailLength
        guard index.tailLength > 0, start >= first, isTail(window.baseAddress! + start) else { return nil }
        return start
    }

    func findTail(in window: UnsafeRawBufferPointer, from first: Int, into findings: inout Findings) {
        guard let tail, first < window.count else { return }
        var hits = HitStream(index.geometry, kernel: kernel)
        hits.restart(window.baseAddress!, from: first, to: window.count)
        while let hit = hits.next() {
            if hit.hash == tail.key { findings.tailCandidates.append(hit.position - Int(tail.offset)) }
        }
    }
}
