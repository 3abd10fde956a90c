/// Hashes content that comes in many small pieces, such as lines, on a thread of its own. The thread starts when there is a
/// block's worth; what is smaller than that never needs one. Belongs to one thread at a time.
public final class BackgroundHasher {
    private let digest: RunningDigest
    private var block: [UInt8] = []
    private var worker: Worker?

    private struct Worker {
        let blocks: Channel<[UInt8]>
        let thread: WorkerThread

        func finish() {
            blocks.close()
            thread.join()
        }
    }

    /// A hand-off for that many costs nothing beside hashing them.
    private static let blockLength = 128 << 10

    public init(_ algorithm: DigestAlgorithm) {
        digest = RunningDigest(algorithm)
    }

    deinit { worker?.finish() }

    public func update(_ bytes: UnsafeRawBufferPointer) {
        block.append(contentsOf: bytes)
        if block.count < Self.blockLength { return }
        let worker = worker ?? startWorker()
        worker.blocks.send(block)
        block = []
        block.reserveCapacity(Self.blockLength + bytes.count)
    }

    private func startWorker() -> Worker {
        let (blocks, digest) = (Channel<[UInt8]>(capacity: 4), digest)
        let thread = WorkerThread {
            while let block = blocks.receive() { block.withUnsafeBytes { digest.hasher.update($0) } }
        }
        let worker = Worker(blocks: blocks, thread: thread)
        self.worker = worker
        return worker
    }

    /// The digest of everything; a new content begins.
    public func finish() -> Digest {
        worker?.finish()
        worker = nil
        block.withUnsafeBytes { digest.hasher.update($0) }
        block = []
        return digest.hasher.finish()
    }
}
