internal import CKernels
internal import FerryCore

/// Computes the strong hashes of librsync's and zsync's files; each thread has its own.
///
/// Four blocks at a time take a third of the time of four, one after another: MD4 everywhere, BLAKE2b where the processor can.
struct BlockDigest: ~Copyable {
    /// As many blocks as `digests` takes at most.
    static let lanes = Int(FERRY_BLAKE2B_LANES)

    let length: Int
    private let kernel: Kernel
    private let isBLAKE2b: Bool
    private var hasher: Hasher

    /// `algorithm` is `md4` or `blake2b256`; all its bytes are kept.
    init(_ algorithm: DigestAlgorithm, kernel: Kernel) {
        length = algorithm.digestLength
        self.kernel = kernel
        isBLAKE2b = algorithm == .blake2b256
        hasher = Hasher(algorithm)
    }

    /// Whether several blocks at a time cost less than one after the other.
    var prefersLanes: Bool { !isBLAKE2b || ferry_blake2b_has_lanes(kernel.rawValue) != 0 }

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
        while prefersLanes && blocks - done >= Self.lanes {
            laneDigests(bytes + done * blockSize, blockSize, digests + done * length)
            done += Self.lanes
        }
        while done < blocks {
            digest(bytes + done * blockSize, count: blockSize, into: digests + done * length)
            done += 1
        }
    }

    private func laneDigests(_ bytes: UnsafeRawPointer, _ blockSize: Int, _ digests: UnsafeMutableRawPointer) {
        let first = bytes.assumingMemoryBound(to: UInt8.self)
        let messages: InlineArray<4, UnsafePointer<UInt8>?> = [
            first, first + blockSize, first + 2 * blockSize, first + 3 * blockSize,
        ]
        let digests = digests.assumingMemoryBound(to: UInt8.self)
        messages.span.withUnsafeBufferPointer { messages in
            if isBLAKE2b {
                ferry_blake2b_4(kernel.rawValue, messages.baseAddress, blockSize, length, digests)
            } else {
                ferry_md4_4(messages.baseAddress, blockSize, digests)
            }
        }
    }
}
