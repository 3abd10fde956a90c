internal import FerryCore

/// The strong hash of a block: the first 16 bytes of a longer one, or fewer, the rest zero. Compared only, so the two
/// halves are in memory order.
public struct BlockHash: Hashable, BitwiseCopyable, Sendable {
    public var low: UInt64
    public var high: UInt64

    public init(low: UInt64, high: UInt64) {
        self.low = low
        self.high = high
    }

    @inline(__always)
    public static func == (left: BlockHash, right: BlockHash) -> Bool {
        (left.low ^ right.low) | (left.high ^ right.high) == 0
    }
}

/// Which hash decides whether two blocks are equal.
public enum StrongHash: UInt8, CaseIterable, Sendable {
    /// XXH3-128: at memory speed, for signatures that never leave the machine or its trusted peers.
    case xxh128 = 1
    /// SHA-256 cut to 16 bytes: for signatures that are published or come from someone else.
    case sha256 = 2
}

/// Computes strong hashes; each thread has its own.
struct StrongHasher: ~Copyable {
    private let highMask: UInt64
    private var digest: Hasher?

    /// `length` is 12 or 16 bytes.
    init(_ hash: StrongHash, length: Int) {
        highMask = length == 16 ? .max : UInt64(UInt32.max)
        digest = hash == .sha256 ? Hasher(.sha256) : nil
    }

    @inline(__always)
    mutating func hash(_ bytes: UnsafeRawPointer, count: Int) -> BlockHash {
        if digest != nil { return cryptographic(bytes, count: count) }
        let (low, high) = XXH3.hash128(bytes, count: count)
        return BlockHash(low: low, high: high & highMask)
    }

    private mutating func cryptographic(_ bytes: UnsafeRawPointer, count: Int) -> BlockHash {
        digest!.update(UnsafeRawBufferPointer(start: bytes, count: count))
        return withUnsafeTemporaryAllocation(byteCount: 32, alignment: 8) { buffer in
            digest!.finish(into: buffer)
            let low = UInt64(littleEndian: buffer.load(as: UInt64.self))
            return BlockHash(
                low: low, high: UInt64(littleEndian: buffer.load(fromByteOffset: 8, as: UInt64.self)) & highMask)
        }
    }
}
