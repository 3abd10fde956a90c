/// The strong hashes of a block and of some that follow it in the new file, in the hope that they will be asked for.
struct HashedAhead: ~Copyable {
    private let blockSize: Int
    private let hashLength: Int
    /// How many blocks are hashed at a time.
    private let lanes: Int
    private let hashes: UnsafeMutableRawPointer
    /// The start of the first block whose hash is known, and how many are.
    private var first = 0
    private var count = 0

    init(blockSize: Int, by digest: borrowing BlockDigest) {
        self.blockSize = blockSize
        hashLength = digest.length
        lanes = digest.lanes
        hashes = .allocate(byteCount: lanes * hashLength, alignment: 8)
    }

    deinit {
        hashes.deallocate()
    }

    /// To be called when starts begin to mean other bytes.
    mutating func forget() { count = 0 }

    /// The hash of the block at `start`, valid until the next call.
    mutating func hash(
        at start: Int, in window: UnsafeRawBufferPointer, _ digest: inout BlockDigest
    ) -> UnsafeRawPointer {
        let distance = start - first
        if distance >= 0 && distance < count * blockSize && distance % blockSize == 0 {
            return UnsafeRawPointer(hashes + distance / blockSize * hashLength)
        }
        count = start + lanes * blockSize <= window.count ? lanes : 1
        first = start
        digest.digests(window.baseAddress! + start, blockSize: blockSize, blocks: count, into: hashes)
        return UnsafeRawPointer(hashes)
    }
}
