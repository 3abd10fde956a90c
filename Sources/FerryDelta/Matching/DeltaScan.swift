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
        _ target: any MatchTarget, _ new: Content, into sink: any InstructionSink, content: (any ContentObserver)? = nil
    ) throws(DeltaError) -> DeltaSummary {
        let assembler = InstructionAssembler(target, sink: sink, makesHoles: makesHoles)
        let matching = CanonicalMatching(target: target, threads: threads, segmentLength: segmentLength)
        try matching.run(new) { segment, matches, tailCandidates throws(DeltaError) in
            content?.observe(segment.bytes(segment.starts))
            try assembler.add(segment, matches: matches, tailCandidates: tailCandidates)
        }
        return assembler.summary
    }
}

/// Sees content as it passes, in order, for a digest.
package protocol ContentObserver: AnyObject {
    func observe(_ bytes: UnsafeRawBufferPointer)
}
