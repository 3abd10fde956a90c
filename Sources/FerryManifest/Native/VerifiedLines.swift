internal import FerryCore

/// The lines of a native manifest whose checks are right, read and verified by a thread ahead of who takes them: half of the
/// time that a million records cost is not theirs.
final class VerifiedLines {
    private let pieces = Channel<Piece>(capacity: 4)
    private let thread: WorkerThread
    private var block = LineBlock(from: 0)
    private var index = 0
    private var failure: ManifestError?
    private var hasEnded = false
    /// The number of the line that was handed out last, counted from 1.
    private(set) var number = 1
    /// The SHA-256 of all lines but the last; known when `next` has returned nil.
    private(set) var digest: [UInt8]?

    fileprivate enum Piece: Sendable {
        case lines(LineBlock)
        /// Why the line after those before is refused.
        case failure(ManifestError)
        case end(digest: [UInt8])
    }

    /// Goes on after the first line, which `checks` has taken.
    init(_ lines: LineReader, after first: UnsafeRawBufferPointer, _ checks: LineChecks) {
        let work = Verification(lines, after: first, checks, pieces)
        thread = WorkerThread { work.run() }
    }

    /// A thread that waits for its source is not waited for.
    deinit {
        pieces.close()
        if hasEnded { thread.join() } else { thread.detach() }
    }

    /// Valid until the next call; nil after the last line.
    func next() throws(ManifestError) -> UnsafeRawBufferPointer? {
        while index == block.count {
            if let failure { throw failure }
            guard !hasEnded, let piece = pieces.receive() else { return nil }
            switch piece {
            case .lines(let block): (self.block, index) = (block, 0)
            case .failure(let error): failure = error
            case .end(let digest): (self.digest, hasEnded) = (digest, true)
            }
        }
        defer { index += 1 }
        number = block.first + index
        return block.line(index)
    }
}

/// What the thread does. Everything in it is used by that thread alone.
private final class Verification: @unchecked Sendable {
    private let lines: LineReader
    private let pieces: Channel<VerifiedLines.Piece>
    private var checks: LineChecks
    private var hasher = Hasher(.sha256)
    /// The last line so far, which the digest leaves out if it stays the last.
    private var last: [UInt8]
    private var block: LineBlock

    init(
        _ lines: LineReader, after first: UnsafeRawBufferPointer, _ checks: LineChecks,
        _ pieces: Channel<VerifiedLines.Piece>
    ) {
        self.lines = lines
        self.checks = checks
        self.pieces = pieces
        last = Array(first) + [UInt8(ascii: "\n")]
        block = LineBlock(from: 2)
    }

    func run() {
        do throws(ManifestError) {
            while let line = try lines.next() {
                guard lines.isTerminated else { throw .damaged(line: lines.number, .truncated) }
                if let damage = checks.damage(of: lines.terminated(line)) { throw .damaged(line: lines.number, damage) }
                if block.isFull(for: line.count) {
                    guard hand(over: block) else { return }
                    block = LineBlock(from: lines.number)
                }
                block.append(line)
            }
            _ = hand(over: block)
            pieces.send(.end(digest: hasher.finish().bytes))
        } catch {
            if block.count > 0 { pieces.send(.lines(block)) }
            pieces.send(.failure(error))
        }
    }

    /// False when nobody wants more.
    private func hand(over block: LineBlock) -> Bool {
        guard block.count > 0 else { return true }
        last.withUnsafeBytes { hasher.update($0) }
        let end = block.line(block.count - 1).count + 1
        let bytes = block.bytes
        hasher.update(bytes.slice(0..<bytes.count - end))
        last = Array(bytes.slice(bytes.count - end..<bytes.count))
        return pieces.send(.lines(block))
    }
}
