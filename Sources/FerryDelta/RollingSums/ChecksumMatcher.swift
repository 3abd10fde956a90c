internal import FerryCore

/// Finds the blocks of a librsync or zsync file by their rolling sums: every start is looked at.
///
/// In a run of matches the next block's strong hash is tested first, without the rolling sum. Blocks ahead are hashed
/// together, because several cost little more than one.
final class ChecksumMatcher: BlockMatcher {
    /// How many starts are rolled over between looks at the candidates.
    static let tile = 2048

    private let index: ChecksumIndex
    private let candidates: UnsafeMutablePointer<RollingSum.Candidate>
    private var digest: BlockDigest
    private var ahead: HashedAhead
    private var budget = StrongCheckBudget()

    init(_ index: ChecksumIndex) {
        self.index = index
        candidates = .allocate(capacity: Self.tile)
        digest = BlockDigest(index.algorithm, kernel: index.sum.kernel)
        ahead = HashedAhead(blockSize: index.blockSize, by: digest)
    }

    deinit {
        candidates.deallocate()
    }

    func beginSegment(length: Int) {
        budget.refill(segmentLength: length + index.blockSize)
        ahead.forget()
    }

    func findMatches(in window: UnsafeRawBufferPointer, from first: Int, limit: Int, into findings: inout Findings) {
        let blockSize = index.blockSize
        let last = min(limit - 1, window.count - blockSize)
        var start = first
        var previous = -1
        while start <= last {
            if let match = successor(at: start, after: previous, window) ?? next(from: start, to: last, window) {
                findings.matches.append(Match(start: match.start, block: index.representative(of: match.block)))
                previous = match.block
                start = match.start + blockSize
            } else {
                break
            }
        }
    }

    /// The block after the previous match, if it is at `start`.
    private func successor(at start: Int, after previous: Int, _ window: UnsafeRawBufferPointer) -> Match? {
        let next = previous + 1
        guard previous >= 0, next < index.blockCount else { return nil }
        guard index.table.isHash(ahead.hash(at: start, in: window, &digest), of: next) else { return nil }
        if index.hashLength < index.sufficientHashLength {
            let sum = index.sum.value(index.sum.state(of: window.baseAddress! + start)) & index.significant
            if sum != index.table.sum(of: next) { return nil }
        }
        return Match(start: start, block: next)
    }

    /// The least start in `first` ... `last` whose block is an old one.
    private func next(from first: Int, to last: Int, _ window: UnsafeRawBufferPointer) -> Match? {
        let lastPair = min(last, window.count - 2 * index.blockSize)
        guard index.needsPairs && first <= lastPair else { return single(from: first, to: last, window) }
        if let match = pair(from: first, to: lastPair, window) { return match }
        return lastPair < last ? single(from: lastPair + 1, to: last, window) : nil
    }

    private func single(from first: Int, to last: Int, _ window: UnsafeRawBufferPointer) -> Match? {
        let base = window.baseAddress!
        var start = first
        var state = index.sum.state(of: base + start)
        let sum = index.sum.value(state) & index.significant
        if index.filter.passes(sum), let block = verifiedBlock(sum, at: start, window) {
            return Match(start: start, block: block)
        }
        while start < last {
            let count = min(Self.tile, last - start)
            let found = index.sum.roll(&state, over: count, base + start, index.filter, candidates)
            for number in 0..<found {
                let candidate = candidates[number]
                let position = start + candidate.offset
                if let block = verifiedBlock(candidate.value, at: position, window) {
                    return Match(start: position, block: block)
                }
            }
            start += count
        }
        return nil
    }

    /// As `single`, of starts that are followed by the next old block as well.
    private func pair(from first: Int, to last: Int, _ window: UnsafeRawBufferPointer) -> Match? {
        let base = window.baseAddress!
        var start = first
        var state = index.sum.state(of: base + start)
        var following = index.sum.state(of: base + start + index.blockSize)
        if index.pairs.contains(index.sum.value(state), index.sum.value(following)),
            let block = verifiedPair(at: start, window)
        {
            return Match(start: start, block: block)
        }
        while start < last {
            let count = min(Self.tile, last - start)
            let found = index.sum.roll(&state, &following, over: count, base + start, index.pairs, candidates)
            for number in 0..<found where index.pairs.contains(candidates[number].value) {
                let position = start + candidates[number].offset
                if let block = verifiedPair(at: position, window) { return Match(start: position, block: block) }
            }
            start += count
        }
        return nil
    }

    /// The lowest block with the bytes at `start`, if one that follows such a block has the bytes after them.
    private func verifiedPair(at start: Int, _ window: UnsafeRawBufferPointer) -> Int? {
        // The sums alone cost what hashes do.
        if budget.isSpent { return nil }
        let next = start + index.blockSize
        guard let first = verifiedBlock(sum(at: start, window), at: start, window) else { return nil }
        let second = verifiedBlock(sum(at: next, window), at: next, window)
        if let second, index.areNeighbours(first, second) { return first }
        // Hashes that are right are in vain as well where nothing comes of them.
        budget.charge(second == nil ? index.blockSize : 2 * index.blockSize)
        return nil
    }

    private func sum(at start: Int, _ window: UnsafeRawBufferPointer) -> UInt32 {
        index.sum.value(index.sum.state(of: window.baseAddress! + start)) & index.significant
    }

    /// The lowest block with this sum and the strong hash of the bytes at `start`.
    private func verifiedBlock(_ sum: UInt32, at start: Int, _ window: UnsafeRawBufferPointer) -> Int? {
        guard index.sums.contains(sum), !budget.isSpent else { return nil }
        let block = index.table.block(sum, ahead.hash(at: start, in: window, &digest))
        if block == nil { budget.charge(index.blockSize) }
        return block
    }

    func isTail(_ bytes: UnsafeRawPointer) -> Bool { false }

    func tailAtEnd(of window: UnsafeRawBufferPointer, from first: Int) -> Int? {
        index.lastBlock?.suffix(of: window, from: first, index.sum, &digest)
    }

    func findTail(in window: UnsafeRawBufferPointer, from first: Int, into findings: inout Findings) {}
}
