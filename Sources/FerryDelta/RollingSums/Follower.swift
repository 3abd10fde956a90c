/// The sum of the block after the one that is rolled, rolled along with it.
struct Follower: ~Copyable {
    /// Nil when it is not wanted, or the window has no such block any more.
    private var state: RollingSum.State?
    private let candidates: UnsafeMutableBufferPointer<RollingSum.Candidate>

    init(of start: Int, _ sum: RollingSum, _ window: UnsafeRawBufferPointer, isWanted: Bool) {
        let isThere = isWanted && start + 2 * sum.blockSize <= window.count
        state = isThere ? sum.state(of: window.baseAddress! + start + sum.blockSize) : nil
        candidates = .allocate(capacity: isThere ? ChecksumMatcher.tile : 0)
    }

    deinit {
        candidates.deallocate()
    }

    /// The starts among the next `count` after `start` whose following block's sum passes the filter. Nil where the window does
    /// not reach so far: then nothing is known, for all that follow.
    mutating func roll(
        over count: Int, from start: Int, _ index: ChecksumIndex, _ window: UnsafeRawBufferPointer
    ) -> UnsafeBufferPointer<RollingSum.Candidate>? {
        guard var state, start + count + 2 * index.blockSize <= window.count else {
            self.state = nil
            return nil
        }
        let found = index.sum.roll(
            &state, over: count, window.baseAddress! + start + index.blockSize, index.filter, candidates.baseAddress!)
        self.state = state
        return UnsafeBufferPointer(rebasing: candidates[..<found])
    }
}
