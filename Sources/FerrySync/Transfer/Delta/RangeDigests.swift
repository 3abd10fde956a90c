internal import FerryCore
internal import FerryEndpoints

/// Digests of ranges of a new file, taken on a thread of their own while the far side copies what they are to be compared
/// with: of a gigabyte either takes a second or more.
final class RangeDigests: Sendable {
    private struct State {
        var digests: [ByteRange: Digest] = [:]
        var hasEnded = false
        var isStopped = false
    }

    /// Less is read and hashed in no time.
    static let worthwhile: Int64 = 16 << 20

    private let ranges: [ByteRange]
    private let algorithm: DigestAlgorithm
    private let state: Monitor<State>
    private let thread: WorkerThread

    /// - Parameter ranges: In the order in which they will be asked for.
    init(of ranges: [ByteRange], _ origin: PinnedFile, by algorithm: DigestAlgorithm) {
        self.ranges = ranges
        self.algorithm = algorithm
        let state = Monitor(State())
        self.state = state
        thread = WorkerThread {
            let isStopped = { state.withLock { $0.isStopped } }
            let take = { (range: ByteRange, digest: Digest) in state.update { $0.digests[range] = digest } }
            // What could not be taken is seen by whoever asks for it.
            try? origin.digests(of: ranges, by: algorithm, unless: isStopped, take)
            state.update { $0.hasEnded = true }
        }
    }

    /// Waits for it; nil where it is none of these, or could not be taken.
    func digest(of range: ByteRange, by algorithm: DigestAlgorithm) -> Digest? {
        guard algorithm == self.algorithm, ranges.contains(range) else { return nil }
        return state.wait { state -> Digest?? in
            if let digest = state.digests[range] { return digest }
            return state.hasEnded ? .some(nil) : nil
        }
    }

    /// To be called once.
    func end() {
        state.withLock { $0.isStopped = true }
        thread.join()
    }
}
