/// A signature made ready for matching: the tables that find its blocks. Some 70 to 110 bytes a block. Immutable, and
/// shared by all threads that match against it.
public final class SignatureIndex: MatchTarget, @unchecked Sendable {
    public let signature: Signature
    public let zeroBlock: Int?
    let geometry: AnchorGeometry
    let polynomial: Polynomial
    let contents: ContentTable
    let anchors: AnchorTable
    let polynomialKeys: PolynomialKeys
    let crowdedKeys: KeySet
    private let kernel: Kernel

    public init(_ signature: Signature, kernel: Kernel = .best) {
        self.signature = signature
        self.kernel = kernel
        geometry = signature.geometry
        polynomial = Polynomial(blockSize: signature.blockSize)
        let blocks = signature.blocks
        contents = ContentTable(blocks.lazy.map(\.strong))
        anchors = AnchorTable(capacity: blocks.count)
        var keys: [UInt32] = []
        for (number, block) in blocks.enumerated() where contents.representative(of: number) == number {
            if block.offset == BlockRecord.noAnchor {
                keys.append(block.key)
            } else {
                // Refused only for a signature that ferry did not make: its crowded keys were taken out.
                anchors.insert(key: block.key, offset: block.offset)
            }
        }
        polynomialKeys = PolynomialKeys(keys)
        crowdedKeys = KeySet(signature.crowdedKeys)
        var hasher = StrongHasher(signature.strongHash, length: signature.strongLength)
        let zeros = [UInt8](repeating: 0, count: signature.blockSize)
        zeroBlock = contents.block(zeros.withUnsafeBytes { hasher.hash($0.baseAddress!, count: $0.count) })
    }

    public var blockSize: Int { signature.blockSize }
    public var reach: Int { blockSize }
    public var blockCount: Int { signature.blocks.count }
    public var tailOffset: Int { blockCount * blockSize }
    public var tailLength: Int { signature.tailLength }
    public var longestTail: Int { tailLength }

    public func representative(of block: Int) -> Int { contents.representative(of: block) }

    public func makeMatcher() -> any BlockMatcher { AnchorMatcher(self, kernel: kernel) }

    /// The tail, if it is long enough to be looked for and has an anchor to find it by.
    var searchableTail: BlockRecord? {
        guard let tail = signature.tail, tailLength >= TailPlacement.shortestInside, tail.offset != BlockRecord.noAnchor
        else { return nil }
        return tail
    }
}
