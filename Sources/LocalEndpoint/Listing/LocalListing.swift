internal import FerryCore
internal import FerryEndpoints

/// A walk that reads ahead on a thread of its own, in batches.
final class LocalListing: Listing {
    /// A batch costs one hand-off (0.13 us and perhaps a wake-up), which is nothing per entry at this size.
    private static let batchSize = 256
    /// How many batches the walk may be ahead of the puller: enough to smooth both, and about 1 MB.
    private static let batchesAhead = 16

    private let channel = Channel<[ListedItem]>(capacity: batchesAhead)
    private let thread: WorkerThread
    private var isOver = false

    init(_ walk: consuming sending Walk) {
        let channel = channel
        let box = Box(walk)
        thread = WorkerThread {
            while let items = box.walk.next(Self.batchSize) {
                if !channel.send(items) { return }
            }
            channel.close()
        }
    }

    deinit {
        channel.close()
        thread.join()
    }

    func next() throws(EndpointError) -> [ListedItem]? {
        if isOver { return nil }
        let batch = channel.receive()
        isOver = batch == nil
        return batch
    }

    func cancel() {
        isOver = true
        channel.close()
    }

    /// Carries the walk to its thread, the only one that ever uses it.
    private struct Box: @unchecked Sendable {
        let walk: Walk

        init(_ walk: Walk) {
            self.walk = walk
        }
    }
}
