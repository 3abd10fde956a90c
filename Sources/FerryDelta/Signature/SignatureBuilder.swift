internal import FerryCore

/// Makes the signature of a file.
public struct SignatureBuilder: Sendable {
    public var blockSize: Int
    public var strongHash: StrongHash
    public var strongLength: Int
    public var threads: Int
    public var kernel = Kernel.best
    var geometry: AnchorGeometry

    public init(blockSize: Int, strongHash: StrongHash = .xxh128, strongLength: Int = 16, threads: Int = 1) {
        precondition(Signature.blockSizes.contains(blockSize) && Signature.strongLengths.contains(strongLength))
        self.blockSize = blockSize
        self.strongHash = strongHash
        self.strongLength = strongLength
        self.threads = threads
        geometry = AnchorGeometry(blockSize: blockSize)
    }

    /// Of signatures that leave the machine: SHA-256 cut to 16 bytes, because anyone may have made them, or the blocks that
    /// they are compared with.
    public static func leavingMachine(blockSize: Int, threads: Int = 1) -> SignatureBuilder {
        SignatureBuilder(blockSize: blockSize, strongHash: .sha256, strongLength: 16, threads: threads)
    }

    /// Reads `old` once, and once more the blocks whose keys are crowded.
    public func signature(of old: any RandomAccessBytes) throws(DeltaError) -> Signature {
        let blocks = try records(of: old, count: old.size / blockSize)
        let rest = ByteBuffer(capacity: blockSize)
        let bytes = UnsafeMutableRawBufferPointer(rebasing: rest.bytes[..<(old.size % blockSize)])
        try old.readFully(into: bytes, at: old.size - bytes.count)
        return try signature(of: blocks, rest: UnsafeRawBufferPointer(bytes), rereading: old)!
    }

    /// The signature of these whole blocks and the bytes after them. Nil where blocks must be read again and there is nothing
    /// to read them from.
    func signature(
        of records: [BlockRecord], rest: UnsafeRawBufferPointer, rereading old: (any RandomAccessBytes)?
    ) throws(DeltaError) -> Signature? {
        var blocks = records
        let crowded = crowdedKeys(blocks)
        if !crowded.isEmpty {
            guard let old else { return nil }
            try makePolynomial(&blocks, with: crowded, old)
        }
        return Signature(
            blockSize: blockSize, fileSize: blocks.count * blockSize + rest.count, threshold: geometry.threshold,
            strongHash: strongHash, strongLength: strongLength, blocks: blocks, tail: tail(rest),
            crowdedKeys: crowded.sorted())
    }

    private var blocksAtOnce: Int { max(1, (1 << 20) / blockSize) }

    /// The records of whole blocks, each a function of its block alone.
    private func records(of old: any RandomAccessBytes, count: Int) throws(DeltaError) -> [BlockRecord] {
        let blocksAtOnce = blocksAtOnce
        let pieces = (count + blocksAtOnce - 1) / blocksAtOnce
        let polynomial = Polynomial(blockSize: blockSize)
        let parts = try Workers.map(pieces, threads: threads) { [self] in
            BlockRecorder(self, polynomial, capacity: blocksAtOnce)
        } body: { (recorder: inout BlockRecorder, piece: Int) throws(DeltaError) -> [BlockRecord] in
            let first = piece * blocksAtOnce
            return try recorder.records(of: old, first: first, count: min(blocksAtOnce, count - first))
        }
        return parts.count == 1 ? parts[0] : Array(parts.joined())
    }

    /// The keys with more than eight distinct offsets. Sequential, and the same for every number of threads.
    private func crowdedKeys(_ blocks: [BlockRecord]) -> Set<UInt32> {
        let seen = AnchorTable(capacity: blocks.count)
        var crowded: Set<UInt32> = []
        for block in blocks where block.offset != BlockRecord.noAnchor {
            if !seen.insert(key: block.key, offset: block.offset) { crowded.insert(block.key) }
        }
        return crowded
    }

    /// Reads pieces, not blocks: where a key is crowded, the blocks around have it too.
    private func makePolynomial(
        _ blocks: inout [BlockRecord], with crowded: Set<UInt32>, _ old: any RandomAccessBytes
    ) throws(DeltaError) {
        let polynomial = Polynomial(blockSize: blockSize)
        let buffer = ByteBuffer(capacity: blocksAtOnce * blockSize)
        for first in stride(from: 0, to: blocks.count, by: blocksAtOnce) {
            let piece = first..<min(first + blocksAtOnce, blocks.count)
            let isCrowded = { (block: BlockRecord) in
                block.offset != BlockRecord.noAnchor && crowded.contains(block.key)
            }
            guard let start = blocks[piece].firstIndex(where: isCrowded),
                let last = blocks[piece].lastIndex(where: isCrowded)
            else { continue }
            let bytes = UnsafeMutableRawBufferPointer(rebasing: buffer.bytes[..<((last + 1 - start) * blockSize)])
            try old.readFully(into: bytes, at: start * blockSize)
            for number in start...last where isCrowded(blocks[number]) {
                let key = polynomial.key(of: buffer.base + (number - start) * blockSize)
                blocks[number] = BlockRecord(key: key, offset: BlockRecord.noAnchor, strong: blocks[number].strong)
            }
        }
    }

    /// The rest of the file that does not fill a block. Its key is the window hash of its anchor, because it is looked for
    /// where that hash appears.
    private func tail(_ bytes: UnsafeRawBufferPointer) -> BlockRecord? {
        guard let base = bytes.baseAddress, bytes.count > 0 else { return nil }
        var hasher = StrongHasher(strongHash, length: strongLength)
        let strong = hasher.hash(base, count: bytes.count)
        var anchors = BlockAnchor(geometry, kernel: kernel)
        guard let hit = anchors.find(in: base, length: bytes.count) else {
            return BlockRecord(key: 0, offset: BlockRecord.noAnchor, strong: strong)
        }
        return BlockRecord(key: hit.hash, offset: UInt32(hit.position), strong: strong)
    }
}
