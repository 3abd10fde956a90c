internal import FerryCore

/// The blocks of a librsync or zsync file made ready for matching.
public final class ChecksumIndex: MatchTarget, @unchecked Sendable {
    let sum: RollingSum
    /// The bits of a sum that the file kept.
    let significant: UInt32
    let algorithm: DigestAlgorithm
    /// How many bytes of each strong hash the file kept.
    let hashLength: Int
    /// From this length on a strong hash alone decides that the block after the last match is the next one.
    let sufficientHashLength: Int
    let filter: SumFilter
    let sums: KeySet
    /// Where a sum says little by itself.
    let pairs: SumPairs
    let needsPairs: Bool
    /// Then, which contents follow one another, by their lowest blocks.
    private let neighbours: Set<UInt64>
    let table: ChecksumTable
    let lastBlock: UnpaddedLastBlock?

    /// `sums` in the bare form of `RollingSum`, with zeros where bits do not count; `hashes` one after another, each of
    /// `hashLength` bytes. `lastBlock`: says how to recognise the last block, where it may be short.
    init(
        _ sum: RollingSum, sums: [UInt32], significant: UInt32 = .max, hashes: [UInt8], hashLength: Int,
        algorithm: DigestAlgorithm, sufficientHashLength: Int = 16, needsPairs: Bool = false,
        lastBlock: UnpaddedLastBlock? = nil
    ) {
        self.sum = sum
        self.significant = significant
        self.algorithm = algorithm
        self.hashLength = hashLength
        self.sufficientHashLength = sufficientHashLength
        self.lastBlock = lastBlock
        filter = SumFilter(sums, significant: significant)
        self.sums = KeySet(sums)
        self.needsPairs = needsPairs
        pairs = SumPairs(needsPairs ? sums : [], significant: significant)
        table = ChecksumTable(sums: sums, hashes: hashes, hashLength: hashLength)
        var neighbours: Set<UInt64> = []
        if needsPairs {
            for block in 1..<max(table.count, 1) {
                neighbours.insert(Self.pair(table.representative(of: block - 1), table.representative(of: block)))
            }
        }
        self.neighbours = neighbours
    }

    /// Whether some block with the content of `second` follows one with that of `first`; both are lowest blocks.
    func areNeighbours(_ first: Int, _ second: Int) -> Bool { neighbours.contains(Self.pair(first, second)) }

    private static func pair(_ first: Int, _ second: Int) -> UInt64 { UInt64(first) << 32 | UInt64(second) }

    public var blockSize: Int { sum.blockSize }
    public var reach: Int { needsPairs ? 2 * blockSize : blockSize }
    public var blockCount: Int { table.count }
    /// Neither format has holes.
    public var zeroBlock: Int? { nil }
    public var tailOffset: Int { max(blockCount - 1, 0) * blockSize }
    public var tailLength: Int { 0 }
    public var longestTail: Int { lastBlock == nil ? 0 : blockSize - 1 }

    public func representative(of block: Int) -> Int { table.representative(of: block) }

    public func makeMatcher() -> any BlockMatcher { ChecksumMatcher(self) }
}
