internal import CKernels
internal import FerryCore

/// Computes the strong hashes of librsync's and zsync's files; each thread has its own.
///
/// Several blocks at a time take little longer than one: MD4 everywhere, BLAKE2b where the processor can.
struct BlockDigest: ~Copyable {
    let length: Int
    /// How many blocks cost least when they are hashed together.
    let lanes: Int
    private let kernel: Kernel
    private let isBLAKE2b: Bool
    private var hasher: Hasher

    /// How many blocks to read at a time for their digests: a MiB of them, or enough for all lanes where that is not too much.
    static func blocksAtOnce(blockSize: Int) -> Int {
        max(1, (1 << 20) / blockSize, min(mostLanes, (64 << 20) / blockSize))
    }

    private static let mostLanes = Int(FERRY_MOST_LANES)

    /// `algorithm` is `md4` or `blake2b256`; all its bytes are kept.
    init(_ algorithm: DigestAlgorithm, kernel: Kernel) {
        length = algorithm.digestLength
        self.kernel = kernel
        isBLAKE2b = algorithm == .blake2b256
        lanes = Int(isBLAKE2b ? ferry_blake2b_lanes(kernel.rawValue) : ferry_md4_lanes(kernel.rawValue))
        hasher = Hasher(algorithm)
    }

    /// Writes the digest of one block.
    @inline(__always)
    mutating func digest(_ bytes: UnsafeRawPointer, count: Int, into digest: UnsafeMutableRawPointer) {
        hasher.update(UnsafeRawBufferPointer(start: bytes, count: count))
        hasher.finish(into: UnsafeMutableRawBufferPointer(start: digest, count: length))
    }

    /// Writes the digests of `blocks` neighbouring blocks, one after another.
    mutating func digests(
        _ bytes: UnsafeRawPointer, blockSize: Int, blocks: Int, into digests: UnsafeMutableRawPointer
    ) {
        var done = 0
        while lanes > 1 && blocks - done >= lanes {
            laneDigests(bytes + done * blockSize, blockSize, digests + done * length)
            done += lanes
        }
        while done < blocks {
            digest(bytes + done * blockSize, count: blockSize, into: digests + done * length)
            done += 1
        }
    }

    private func laneDigests(_ bytes: UnsafeRawPointer, _ blockSize: Int, _ digests: UnsafeMutableRawPointer) {
        let messages = bytes.assumingMemoryBound(to: UInt8.self)
        let digests = digests.assumingMemoryBound(to: UInt8.self)
        if isBLAKE2b {
            ferry_blake2b_digests(kernel.rawValue, messages, blockSize, length, digests)
        } else {
            ferry_md4_digests(kernel.rawValue, messages, blockSize, digests)
        }
    }
}
