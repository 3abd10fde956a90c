internal import FerryCore

/// One piece of work for a thread of a pool.
protocol PooledItem: Sendable {
    /// Bytes that it moves or reads, for forming batches.
    var weight: Int64 { get }
}

/// Threads that take batches of items. They start when there is something to do, so that a run without work has none.
final class WorkerPool<Item: PooledItem> {
    /// What one thread does with each batch; made on that thread, with buffers of its own.
    typealias Worker = ([Item]) -> Void

    private var channel: Channel<[Item]>
    private let makeWorker: @Sendable () -> Worker
    private let limit: Int
    private var threads: [WorkerThread] = []
    private var batch: [Item] = []
    private var batchWeight: Int64 = 0

    /// Small files travel in groups: one hand-off, and one wait for the disk, for all of them.
    private let batchCount: Int
    static var usualBatch: Int { 64 }
    private var submitted = 0
    /// Of many threads each waits most of the time for its place: the first items go to all of them one by one, and only then
    /// in groups. 100 small objects would else be two groups, and the work of two threads.
    private var batchLimit: Int { limit > few ? min(batchCount, max(1, submitted / limit)) : batchCount }
    private var few: Int { 8 }
    private let batchBytes: Int64

    /// - Parameters:
    ///   - batch: The most items that may be handed over at a time; nil is as many as are good.
    ///   - weight: The same for the weight of all of them.
    init(workers: Int, batch: Int? = nil, weight: Int64? = nil, makeWorker: @escaping @Sendable () -> Worker) {
        limit = max(1, workers)
        batchCount = batch ?? Self.usualBatch
        batchBytes = weight ?? 4 << 20
        channel = Channel(capacity: limit * 2)
        self.makeWorker = makeWorker
    }

    func submit(_ item: Item) {
        batch.append(item)
        submitted += 1
        batchWeight += item.weight
        if batch.count >= batchLimit || batchWeight >= batchBytes { flush() }
    }

    /// Hands over what was gathered.
    func flush() {
        guard !batch.isEmpty else { return }
        if threads.count < limit { startThread() }
        channel.send(batch)
        batch = []
        batch.reserveCapacity(batchCount)
        batchWeight = 0
    }

    /// Waits until all work is done. More may be submitted then.
    func finish() {
        flush()
        channel.close()
        for thread in threads { thread.join() }
        threads = []
        channel = Channel(capacity: limit * 2)
    }

    private func startThread() {
        let channel = self.channel
        let makeWorker = self.makeWorker
        threads.append(
            WorkerThread(stackSize: 512 * 1024) {
                let perform = makeWorker()
                while let batch = channel.receive() { perform(batch) }
            })
    }
}
