/// What is known of one block of the old file.
public struct BlockRecord: Hashable, BitwiseCopyable, Sendable {
    /// In `offset`: the block has no anchor, or its key is crowded, and `key` is that of its polynomial.
    public static let noAnchor = UInt32.max

    /// Anchored block: the key of its anchor. Polynomial block: the key of its sum.
    public var key: UInt32
    /// The anchor's distance from the start of the block, or `noAnchor`.
    public var offset: UInt32
    public var strong: BlockHash

    public init(key: UInt32, offset: UInt32, strong: BlockHash) {
        self.key = key
        self.offset = offset
        self.strong = strong
    }
}

/// The blocks of an old file, as described in `docs/delta-algorithm.md`: enough to find them in a new one, not enough to
/// rebuild them.
public struct Signature: Hashable, Sendable {
    /// B, in bytes.
    public let blockSize: Int
    /// The length of the old file.
    public let fileSize: Int
    /// The window hash of a hit exceeds this. Kept with the signature, so that the density can change between versions.
    public let threshold: UInt32
    public let strongHash: StrongHash
    /// How many bytes of the strong hash are kept: 12 or 16.
    public let strongLength: Int
    /// One record for each whole block.
    public let blocks: [BlockRecord]
    /// The rest that does not fill a block, when there is one. Its `key` is the window hash of its anchor.
    public let tail: BlockRecord?
    /// Keys that so many blocks have at different offsets that they say nothing; ascending. Blocks with such a key are
    /// polynomial blocks, and matching rolls over the ranges where such a key appears.
    public let crowdedKeys: [UInt32]

    public static let blockSizes = 128...(1 << 24)
    public static let strongLengths = [12, 16]

    /// How many bytes of the old file follow its last whole block.
    public var tailLength: Int { fileSize % blockSize }

    var geometry: AnchorGeometry { AnchorGeometry(blockSize: blockSize, threshold: threshold) }
}

extension Signature {
    /// The block size for a file of `fileSize` bytes.
    ///
    /// Sizes that grow with the square root assume a number of edits that does not grow with the file. On real pairs of
    /// versions edits do grow and cluster, so that the best size hardly depends on the file's: 2048 up to 256 MiB, and
    /// from there such that the signature stays below one percent of the file.
    public static func blockSize(forFileOf fileSize: Int) -> Int {
        switch fileSize {
        case ...(64 << 10): return 512
        case ...(1 << 20): return 1024
        case ...(256 << 20): return 2048
        default:
            let eighthOfRoot = Int(Double(fileSize).squareRoot()) / 8
            let powerOfTwo = 1 << (Int.bitWidth - 1 - eighthOfRoot.leadingZeroBitCount)
            return min(max(powerOfTwo, 2048), 128 << 10)
        }
    }
}

extension Signature {
    /// Whether it may be used where somebody could have made blocks with equal hashes.
    public var isCryptographic: Bool { strongHash == .sha256 && strongLength == 16 }
}
