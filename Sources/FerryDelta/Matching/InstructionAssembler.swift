internal import FerryCore

/// Turns the matches of the new file, segment by segment, into instructions: names the old blocks to copy, puts the tail
/// into gaps where it fits, and gives out the rest as literals.
final class InstructionAssembler {
    private let target: any MatchTarget
    private let makesHoles: Bool
    /// Nil where the lowest block is wanted each time.
    private let runs: EqualRuns?
    private var tail: TailPlacement
    private var merger: InstructionMerger
    /// The block that the last match referred to.
    private var previousBlock: Int?

    init(_ target: any MatchTarget, sink: any InstructionSink, makesHoles: Bool, repeats: RepeatedBlocks) {
        self.target = target
        self.makesHoles = makesHoles
        runs = repeats == .inFewestSteps ? EqualRuns(target) : nil
        tail = TailPlacement(target)
        merger = InstructionMerger(sink, makesHoles: makesHoles)
    }

    var summary: DeltaSummary { merger.summary }

    /// Adds a segment: its matches, and places where the tail may begin, both in order.
    func add(_ segment: Segment, matches: [Match], tailCandidates: [Int]) throws(DeltaError) {
        tail.add(tailCandidates)
        for match in matches {
            try closeGap(at: match.start, in: segment)
            try copyBlock(equalTo: match.block)
        }
        if segment.isLast {
            try finish(segment)
        } else {
            try settleGap(to: segment.starts.upperBound, in: segment)
        }
    }

    private func copyBlock(equalTo block: Int) throws(DeltaError) {
        let chosen = preferred(among: block)
        previousBlock = chosen
        if makesHoles && block == target.zeroBlock {
            try merger.hole(length: target.blockSize)
        } else {
            try merger.copy(oldOffset: chosen * target.blockSize, length: target.blockSize)
        }
        tail.beginGap(at: merger.position)
    }

    /// Of the blocks with one content, named by the lowest: the one after the previous block, so that copies merge to long runs; the
    /// one that is at this place in the old file, which costs nothing where files are changed in place; one that a run begins with.
    private func preferred(among content: Int) -> Int {
        guard let runs else { return content }
        let (here, rest) = merger.position.quotientAndRemainder(dividingBy: target.blockSize)
        if let next = previousBlock.map({ $0 + 1 }), isBlock(next, equalTo: content) { return next }
        return rest == 0 && isBlock(here, equalTo: content) ? here : runs.start(for: content)
    }

    private func isBlock(_ block: Int, equalTo content: Int) -> Bool {
        block < target.blockCount && target.representative(of: block) == content
    }

    /// The gap ends at `end`, where a match begins.
    private func closeGap(at end: Int, in segment: Segment) throws(DeltaError) {
        try placeTails(before: end, in: segment)
        try literal(to: end, in: segment)
    }

    /// No match begins before `end`, but the gap may go on. As many bytes as a tail that ends behind `end` could cover are
    /// held back; the next segment's window has them.
    private func settleGap(to end: Int, in segment: Segment) throws(DeltaError) {
        try placeTails(before: end, in: segment)
        try literal(to: end - max(target.longestTail - 1, 0), in: segment)
    }

    private func finish(_ segment: Segment) throws(DeltaError) {
        let end = segment.starts.upperBound
        tail.addCandidates(nearEndOf: segment, from: merger.position)
        try placeTails(before: end, in: segment)
        if let start = tail.atEnd(of: segment, from: merger.position) { try copyTail(start..<end, in: segment) }
        try literal(to: end, in: segment)
        try merger.finish()
    }

    private func placeTails(before end: Int, in segment: Segment) throws(DeltaError) {
        while let start = tail.next(in: segment, from: merger.position, to: end) {
            try copyTail(start..<start + target.tailLength, in: segment)
        }
    }

    private func copyTail(_ range: Range<Int>, in segment: Segment) throws(DeltaError) {
        try literal(to: range.lowerBound, in: segment)
        try merger.copy(oldOffset: target.tailOffset, length: range.count)
    }

    private func literal(to end: Int, in segment: Segment) throws(DeltaError) {
        if end > merger.position { try merger.literal(segment.bytes(merger.position..<end)) }
    }
}
