/// Describes a new file with the blocks of an old one.
///
/// The instructions are a function of the signature and the new file alone: the number of threads has no influence on them.
/// Memory is that of the signature's index and of a few segments.
public struct DeltaScan: Sendable {
    public var threads: Int
    /// Whether long runs of zeros are given out as holes.
    public var makesHoles: Bool
    public var repeats: RepeatedBlocks
    /// Tests make them small; everyone else uses the fixed length, on which the tail's placement may depend.
    var segmentLength: Int?

    public init(threads: Int = 1, makesHoles: Bool = false, repeats: RepeatedBlocks = .inFewestSteps) {
        self.threads = threads
        self.makesHoles = makesHoles
        self.repeats = repeats
    }

    /// Passes the instructions for `new` to `sink`. `content` sees the new file's bytes once, in order.
    public func run(
        _ target: any MatchTarget, _ new: Content, into sink: any InstructionSink, content: (any ContentObserver)? = nil
    ) throws(DeltaError) -> DeltaSummary {
        let assembler = InstructionAssembler(target, sink: sink, makesHoles: makesHoles, repeats: repeats)
        let matching = CanonicalMatching(target: target, threads: threads, segmentLength: segmentLength)
        try matching.run(new) { segment, matches, tailCandidates throws(DeltaError) in
            content?.observe(segment.bytes(segment.starts))
            try assembler.add(segment, matches: matches, tailCandidates: tailCandidates)
        }
        return assembler.summary
    }
}

/// Which of the old file's blocks to copy, where several have one content.
public enum RepeatedBlocks: Sendable {
    /// Such that copies merge to long runs.
    case inFewestSteps
    /// The first one each time, as rdiff does.
    case fromFirst
}

/// Sees content as it passes, in order, for a digest.
public protocol ContentObserver: AnyObject {
    func observe(_ bytes: UnsafeRawBufferPointer)
}
