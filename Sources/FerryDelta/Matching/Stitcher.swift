/// What one thread found in its segment, which it searched as if the file began there. Offsets are those of the file.
struct SearchedSegment: SegmentResult {
    let segment: Segment
    let matches: [Match]
    let tailCandidates: [Int]

    init(_ segment: Segment, _ findings: Findings) {
        self.segment = segment
        matches = findings.matches.map { Match(start: $0.start + segment.windowStart, block: $0.block) }
        tailCandidates = findings.tailCandidates.map { $0 + segment.windowStart }
    }
}

/// Joins the findings of the segments, in order, to the canonical result of the whole file.
///
/// The true search may enter a segment later than its beginning, because a match of an earlier segment reaches into it.
/// The thread's matches before that point are void; each hid the starts that it covered, and these are searched again.
/// The first of the thread's matches that is kept is the least one from the end of the last void one on, and the
/// repeated search covers all starts before that, so together they give the least match from the true point on. From a
/// common match on both searches agree.
struct Stitcher {
    private let blockSize: Int
    private let matcher: any BlockMatcher
    /// Where the true search stands: no match begins before it that was not given out.
    private var position = 0
    private var findings = Findings()

    init(_ target: any MatchTarget) {
        blockSize = target.blockSize
        matcher = target.makeMatcher()
    }

    /// The canonical matches that start in this segment, and all places in it where the tail may begin.
    mutating func stitch(_ searched: SearchedSegment) -> (matches: [Match], tailCandidates: [Int]) {
        let segment = searched.segment
        var matches: [Match] = []
        var tailCandidates = searched.tailCandidates
        var kept = 0
        var hiddenEnd = segment.starts.lowerBound
        position = max(position, segment.starts.lowerBound)
        matcher.beginSegment(length: segment.starts.count)
        while true {
            while kept < searched.matches.count && searched.matches[kept].start < position {
                hiddenEnd = searched.matches[kept].start + blockSize
                kept += 1
            }
            let limit = min(hiddenEnd, segment.starts.upperBound)
            if limit <= position { break }
            guard let match = firstMatch(in: segment, limit: limit, &tailCandidates) else { break }
            matches.append(match)
            position = match.start + blockSize
        }
        matches.append(contentsOf: searched.matches[kept...])
        if let last = matches.last { position = last.start + blockSize }
        return (matches, tailCandidates.sorted())
    }

    /// Searches `position` ..< `limit` again. That is at most a block, so that there is at most one match.
    private mutating func firstMatch(
        in segment: Segment, limit: Int, _ tailCandidates: inout [Int]
    ) -> Match? {
        findings.removeAll()
        let origin = segment.windowStart
        matcher.findMatches(in: segment.window, from: position - origin, limit: limit - origin, into: &findings)
        tailCandidates.append(contentsOf: findings.tailCandidates.map { $0 + origin })
        return findings.matches.first.map { Match(start: $0.start + origin, block: $0.block) }
    }
}
