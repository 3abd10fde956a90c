/// One thread's part in making a signature: turns runs of blocks into records.
struct BlockRecorder: ~Copyable {
    private let blockSize: Int
    private let keyLength: Int
    private let polynomial: Polynomial
    private var anchors: BlockAnchor
    private var hasher: StrongHasher
    private let buffer: ByteBuffer

    /// `capacity`: the most blocks that are read at once.
    init(_ builder: SignatureBuilder, _ polynomial: Polynomial, capacity: Int) {
        blockSize = builder.blockSize
        keyLength = builder.geometry.keyLength
        self.polynomial = polynomial
        anchors = BlockAnchor(builder.geometry, kernel: builder.kernel)
        hasher = StrongHasher(builder.strongHash, length: builder.strongLength)
        buffer = ByteBuffer(capacity: capacity * blockSize)
    }

    mutating func records(
        of old: any RandomAccessBytes, first: Int, count: Int
    ) throws(DeltaError) -> [BlockRecord] {
        try old.readFully(into: .init(rebasing: buffer.bytes[..<(count * blockSize)]), at: first * blockSize)
        var records: [BlockRecord] = []
        records.reserveCapacity(count)
        for number in 0..<count { records.append(record(of: buffer.base + number * blockSize)) }
        return records
    }

    mutating func record(of block: UnsafeRawPointer) -> BlockRecord {
        let strong = hasher.hash(block, count: blockSize)
        guard let anchor = anchors.find(in: block, length: blockSize) else {
            return BlockRecord(key: polynomial.key(of: block), offset: BlockRecord.noAnchor, strong: strong)
        }
        let key = anchorKey(block + anchor.position, length: keyLength)
        return BlockRecord(key: key, offset: UInt32(anchor.position), strong: strong)
    }
}
