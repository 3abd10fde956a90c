internal import FerryCore

/// Threads that turn items into results, which come back on the submitting thread in the order of the items. So much is
/// under way at a time as keeps the threads busy, and no more.
final class OrderedPool<Item: PooledItem, Outcome: Sendable> {
    /// What one thread does with each item; made on that thread, with buffers of its own.
    typealias Worker = (Item) -> Outcome

    private struct Batch: Sendable {
        let items: [Item]
        let answer = Channel<[Outcome]>(capacity: 1)
    }

    private let channel: Channel<Batch>
    private let limit: Int
    /// The most items that one thread is handed at a time.
    private let batchSize: Int
    private let makeWorker: @Sendable () -> Worker
    private let consume: ([Outcome]) -> Void
    private var threads: [WorkerThread] = []
    private var underWay: [Batch] = []
    private var items: [Item] = []
    private var weight: Int64 = 0

    /// - Parameters:
    ///   - waits: Whether each item is a wait for somebody: then few are handed over at a time, so that all threads have some.
    ///   - consume: Called on the submitting thread, in the order of the items.
    init(
        workers: Int, waits: Bool = false, makeWorker: @escaping @Sendable () -> Worker,
        consume: @escaping ([Outcome]) -> Void
    ) {
        limit = max(1, workers)
        batchSize = waits ? 2 : 64
        channel = Channel(capacity: Self.depth(limit))
        self.makeWorker = makeWorker
        self.consume = consume
    }

    private static func depth(_ workers: Int) -> Int { 8 * workers }

    func submit(_ item: Item) {
        items.append(item)
        weight += item.weight
        if items.count >= batchSize || weight >= 4 << 20 { flush() }
    }

    private func flush() {
        if items.isEmpty { return }
        if threads.count < limit { startThread() }
        if underWay.count == Self.depth(limit) { takeOldest() }
        let batch = Batch(items: items)
        channel.send(batch)
        underWay.append(batch)
        items.removeAll(keepingCapacity: true)
        weight = 0
    }

    private func takeOldest() {
        consume(underWay.removeFirst().answer.receive() ?? [])
    }

    /// Waits for all work, and ends the threads.
    func finish() {
        flush()
        while !underWay.isEmpty { takeOldest() }
        channel.close()
        for thread in threads { thread.join() }
        threads = []
    }

    private func startThread() {
        let (channel, makeWorker) = (channel, makeWorker)
        threads.append(
            WorkerThread(stackSize: 512 * 1024) {
                let perform = makeWorker()
                while let batch = channel.receive() { batch.answer.send(batch.items.map(perform)) }
            })
    }
}
