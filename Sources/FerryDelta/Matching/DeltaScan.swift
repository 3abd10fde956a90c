internal import Synchronization

/// Describes a new file with the blocks of an old one.
///
/// The instructions are a function of the signature and the new file alone: the number of threads has no influence on them.
/// Memory is that of the signature's index and of a few segments.
package struct DeltaScan: Sendable {
    package var threads: Int
    /// Whether long runs of zeros are given out as holes.
    package var makesHoles: Bool
    /// Tests make them small; everyone else uses the fixed length, on which the tail's placement may depend.
    var segmentLength: Int?

    package init(threads: Int = 1, makesHoles: Bool = false) {
        self.threads = threads
        self.makesHoles = makesHoles
    }

    /// Passes the instructions for `new` to `sink`. `content` sees the new file's bytes once, in order.
    package func run(
        _ target: any MatchTarget, _ new: NewFile, into sink: any InstructionSink, content: (any ContentObserver)? = nil
    ) throws(DeltaError) -> DeltaSummary {
        let length = segmentLength ?? Segment.length(blockSize: target.blockSize)
        let reader = SegmentReader(
            new, segmentLength: length, margin: target.blockSize, windows: threads == 1 ? 1 : 2 * threads)
        let assembler = InstructionAssembler(target, sink: sink, makesHoles: makesHoles)
        var stitcher = Stitcher(target)
        let inOrder = InOrder<SearchedSegment> { searched throws(DeltaError) in
            let (matches, tailCandidates) = stitcher.stitch(searched)
            content?.observe(searched.segment.bytes(searched.segment.starts))
            try assembler.add(searched.segment, matches: matches, tailCandidates: tailCandidates)
            reader.release(searched.segment)
        }
        let work = SegmentWork(target: target, reader: reader, inOrder: inOrder)
        Workers.run(threads: threads) { work.run() }
        try work.check()
        return assembler.summary
    }
}

/// Sees content as it passes, in order, for a digest.
package protocol ContentObserver: AnyObject {
    func observe(_ bytes: UnsafeRawBufferPointer)
}

/// What each thread does: search segments until there are none.
private final class SegmentWork: Sendable {
    private let target: any MatchTarget
    private let reader: SegmentReader
    private let inOrder: InOrder<SearchedSegment>
    private let failure = Mutex<DeltaError?>(nil)

    init(target: any MatchTarget, reader: SegmentReader, inOrder: InOrder<SearchedSegment>) {
        self.target = target
        self.reader = reader
        self.inOrder = inOrder
    }

    func run() {
        let matcher = target.makeMatcher()
        do throws(DeltaError) {
            while let segment = try reader.next() { try search(segment, matcher) }
        } catch {
            failure.withLock { $0 = $0 ?? error }
            reader.stop()
        }
    }

    /// Searches one segment as if the file began there, from a fresh state.
    private func search(_ segment: Segment, _ matcher: any BlockMatcher) throws(DeltaError) {
        var findings = Findings()
        let origin = segment.windowStart
        matcher.beginSegment(length: segment.starts.count)
        matcher.findMatches(
            in: segment.window, from: segment.starts.lowerBound - origin, limit: segment.starts.upperBound - origin,
            into: &findings)
        try inOrder.submit(SearchedSegment(segment, findings), number: segment.number)
    }

    func check() throws(DeltaError) {
        if let error = failure.withLock({ $0 }) { throw error }
    }
}
