internal import FerryCore

/// The threads that transfer. They start when there is something to do, so that a run without changes has none.
final class WorkerPool {
    private let channel: Channel<[FileTask]>
    private let makeWorker: @Sendable () -> TransferWorker
    private let limit: Int
    private var threads: [WorkerThread] = []
    private var batch: [FileTask] = []
    private var batchWeight: Int64 = 0

    /// Small files travel in groups: one hand-off, and one wait for the disk, for all of them.
    private static let batchCount = 64
    private static let batchBytes: Int64 = 4 << 20

    init(workers: Int, makeWorker: @escaping @Sendable () -> TransferWorker) {
        limit = max(1, workers)
        channel = Channel(capacity: limit * 2)
        self.makeWorker = makeWorker
    }

    func submit(_ task: FileTask) {
        batch.append(task)
        batchWeight += task.weight
        if batch.count >= Self.batchCount || batchWeight >= Self.batchBytes { flush() }
    }

    /// Hands over what was gathered.
    func flush() {
        guard !batch.isEmpty else { return }
        if threads.count < limit { startThread() }
        channel.send(batch)
        batch = []
        batch.reserveCapacity(Self.batchCount)
        batchWeight = 0
    }

    /// Waits until all work is done.
    func finish() {
        flush()
        channel.close()
        for thread in threads { thread.join() }
        threads = []
    }

    private func startThread() {
        let channel = self.channel
        let makeWorker = self.makeWorker
        threads.append(
            WorkerThread(stackSize: 512 * 1024) {
                let worker = makeWorker()
                while let batch = channel.receive() { worker.perform(batch) }
            })
    }
}
