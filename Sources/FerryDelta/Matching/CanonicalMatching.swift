/// The canonical matches of a whole file: segments searched by several threads, stitched together in order.
struct CanonicalMatching: Sendable {
    let target: any MatchTarget
    let threads: Int
    /// Nil for the fixed length.
    let segmentLength: Int?

    /// Passes each segment, in order, with the matches that begin in it and the places in it where the tail may begin.
    func run(
        _ new: Content,
        consume: @escaping (_ segment: Segment, _ matches: [Match], _ tailCandidates: [Int]) throws(DeltaError) -> Void
    ) throws(DeltaError) {
        let length = segmentLength ?? Segment.length(blockSize: target.blockSize)
        let reader = SegmentReader(new, segmentLength: length, margin: target.reach, threads: threads)
        var stitcher = Stitcher(target)
        let target = target
        try SegmentPipeline(reader: reader, threads: threads).run {
            target.makeMatcher()
        } work: { matcher, segment in
            search(segment, with: matcher)
        } consume: { searched throws(DeltaError) in
            let (matches, tailCandidates) = stitcher.stitch(searched)
            try consume(searched.segment, matches, tailCandidates)
        }
    }
}

/// Searches one segment as if the file began there, from a fresh state.
private func search(_ segment: Segment, with matcher: any BlockMatcher) -> SearchedSegment {
    var findings = Findings()
    let origin = segment.windowStart
    matcher.beginSegment(length: segment.starts.count)
    matcher.findMatches(
        in: segment.window, from: segment.starts.lowerBound - origin, limit: segment.starts.upperBound - origin,
        into: &findings)
    return SearchedSegment(segment, findings)
}
