/// The blocks of an old file, ready to be found in a new one. Shared by all threads.
public protocol MatchTarget: AnyObject, Sendable {
    /// B, in bytes.
    var blockSize: Int { get }
    /// How many bytes from a start on are looked at, at least a block.
    var reach: Int { get }
    var blockCount: Int { get }
    /// Where the old file's short last block begins.
    var tailOffset: Int { get }
    /// Its length, where that is known and not 0: then it is looked for in gaps.
    var tailLength: Int { get }
    /// The most bytes that it may have.
    var longestTail: Int { get }

    /// The lowest block with the content of this one.
    func representative(of block: Int) -> Int

    /// The lowest block of zeros, if there is one.
    var zeroBlock: Int? { get }

    func makeMatcher() -> any BlockMatcher
}

/// Finds old blocks in windows of the new file. Belongs to one thread.
///
/// All matchers give the canonical result: from a first start on, the least start whose B bytes equal some old block;
/// then the same from the end of that block on.
public protocol BlockMatcher: AnyObject {
    /// Forgets what it knows of earlier windows, and gets a new budget for `length` bytes.
    func beginSegment(length: Int)

    /// Appends the canonical matches from `first` on that start before `limit`. They may reach over `limit`, but lie
    /// wholly in `window`. All positions are counted from the window's beginning.
    func findMatches(in window: UnsafeRawBufferPointer, from first: Int, limit: Int, into findings: inout Findings)

    /// Whether bytes of the tail's length are the tail.
    func isTail(_ bytes: UnsafeRawPointer) -> Bool

    /// Where in `window`, from `first` on, the rest of it is the tail.
    func tailAtEnd(of window: UnsafeRawBufferPointer, from first: Int) -> Int?

    /// Appends places from `first` on where the tail may begin, near the end of the file where no block fits.
    func findTail(in window: UnsafeRawBufferPointer, from first: Int, into findings: inout Findings)
}
