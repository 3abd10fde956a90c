/// Finds the short last block of the old file in the gaps between matches, where it never costs a whole one.
///
/// Candidates are the start of each gap (which covers files that were appended to), every place where its anchor's window
/// hash appears, and the end of the file. They are verified by the strong hash, from left to right.
struct TailPlacement {
    /// Shorter tails are looked for at the end of the file only.
    static let shortestInside = 16
    /// How many candidates may fail in one gap, so that a crafted file costs no more than this.
    private static let triesPerGap = 64

    private let length: Int
    private let matcher: any BlockMatcher
    private let blockSize: Int
    /// In order; before `nextCandidate` they are done with.
    private var candidates: [Int] = []
    private var nextCandidate = 0
    private var tries = triesPerGap
    /// The start of the gap, until it was tried.
    private var gapStart: Int? = 0

    init(_ target: any MatchTarget) {
        length = target.tailLength
        blockSize = target.blockSize
        matcher = target.makeMatcher()
    }

    mutating func beginGap(at position: Int) {
        gapStart = position
        tries = Self.triesPerGap
    }

    mutating func add(_ more: [Int]) {
        if more.isEmpty { return }
        candidates = candidates[nextCandidate...] + more
        candidates.sort()
        nextCandidate = 0
    }

    /// Where no whole block fits any more, matching has not looked for hits.
    mutating func addCandidates(nearEndOf segment: Segment, from position: Int) {
        let first = max(position, segment.starts.upperBound - blockSize + 1, segment.windowStart)
        var findings = Findings()
        matcher.findTail(in: segment.window, from: first - segment.windowStart, into: &findings)
        add(findings.tailCandidates.map { $0 + segment.windowStart })
    }

    /// The first place in `position` ..< `end` where the tail lies wholly inside. A gap's start is tried once.
    mutating func next(in segment: Segment, from position: Int, to end: Int) -> Int? {
        guard length >= Self.shortestInside else { return nil }
        if gapStart == position && position + length <= end {
            gapStart = nil
            if isTail(at: position, segment) { return position }
        }
        while nextCandidate < candidates.count && tries > 0 {
            let candidate = candidates[nextCandidate]
            if candidate + length > end { break }
            nextCandidate += 1
            if candidate < position { continue }
            if isTail(at: candidate, segment) { return candidate }
            tries -= 1
        }
        return nil
    }

    /// Where in the file's last bytes, from `position` on, the rest is the tail.
    func atEnd(of segment: Segment, from position: Int) -> Int? {
        let first = max(position, segment.windowStart) - segment.windowStart
        return matcher.tailAtEnd(of: segment.window, from: first).map { $0 + segment.windowStart }
    }

    private func isTail(at start: Int, _ segment: Segment) -> Bool {
        matcher.isTail(segment.bytes(start..<start + length).baseAddress!)
    }
}
