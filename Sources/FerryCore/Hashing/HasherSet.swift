/// Several digests of one content in one pass. Large pieces are hashed by one thread for each algorithm beyond the first;
/// they start when the first large piece comes, and end with the value. Belongs to one thread at a time.
public final class HasherSet {
    public let algorithms: [DigestAlgorithm]
    private let states: [RunningDigest]
    private var threads: [DigestThread] = []

    /// Below this a hand-off costs more than it saves.
    private static let largePiece = 128 << 10

    public init(_ algorithms: [DigestAlgorithm]) {
        self.algorithms = algorithms
        states = algorithms.map(RunningDigest.init)
    }

    deinit { for thread in threads { thread.stop() } }

    /// Adds the next bytes of the content.
    public func update(_ bytes: UnsafeRawBufferPointer) {
        guard states.count > 1, bytes.count >= Self.largePiece else {
            for state in states { state.hasher.update(bytes) }
            return
        }
        if threads.isEmpty { threads = states.dropFirst().map(DigestThread.init) }
        for thread in threads { thread.begin(bytes) }
        states[0].hasher.update(bytes)
        for thread in threads { thread.wait() }
    }

    /// The digests of everything added since the last call, in the order of `algorithms`; a new content begins.
    public func finish() -> [Digest] {
        states.map { $0.hasher.finish() }
    }
}

/// A hasher that is shared: by who owns it, and by a thread while the owner lets it alone.
final class RunningDigest: @unchecked Sendable {
    var hasher: Hasher

    init(_ algorithm: DigestAlgorithm) {
        hasher = Hasher(algorithm)
    }
}

private final class DigestThread {
    private struct Piece: @unchecked Sendable {
        let bytes: UnsafeRawBufferPointer
    }

    private let pieces = Channel<Piece>(capacity: 1)
    private let finished = Channel<Void>(capacity: 1)
    private let thread: WorkerThread

    init(_ digest: RunningDigest) {
        let (pieces, finished) = (pieces, finished)
        thread = WorkerThread {
            while let piece = pieces.receive() {
                digest.hasher.update(piece.bytes)
                finished.send(())
            }
        }
    }

    /// The bytes have to stay until `wait` has returned.
    func begin(_ bytes: UnsafeRawBufferPointer) {
        pieces.send(Piece(bytes: bytes))
    }

    func wait() {
        _ = finished.receive()
    }

    func stop() {
        pieces.close()
        thread.join()
    }
}
