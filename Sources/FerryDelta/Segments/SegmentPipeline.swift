internal import FerryCore
internal import Synchronization

/// Works on the segments of a file with several threads, and takes the results in the order of the segments.
final class SegmentPipeline: Sendable {
    private let reader: SegmentReader
    private let threads: Int
    private let failure = Mutex<DeltaError?>(nil)

    init(reader: SegmentReader, threads: Int) {
        self.reader = reader
        self.threads = threads
    }

    /// `state`: what a thread keeps from one segment to the next. `consume` is called by one thread at a time; a segment's
    /// window is given back after it. The first error ends the work.
    func run<State, Result: SegmentResult>(
        state: @escaping @Sendable () -> State,
        work: @escaping @Sendable (State, Segment) -> Result,
        consume: @escaping (Result) throws(DeltaError) -> Void
    ) throws(DeltaError) {
        let reader = reader
        let inOrder = InOrder<Result> { result throws(DeltaError) in
            try consume(result)
            reader.release(result.segment)
        }
        Workers.run(threads: threads) { [self] in
            let state = state()
            do throws(DeltaError) {
                while let segment = try reader.next() {
                    try inOrder.submit(work(state, segment), number: segment.number)
                }
            } catch {
                failure.withLock { $0 = $0 ?? error }
                reader.stop()
            }
        }
        if let error = failure.withLock({ $0 }) { throw error }
    }
}

/// What came out of a segment.
protocol SegmentResult: Sendable {
    var segment: Segment { get }
}
