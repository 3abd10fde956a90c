public import FerryCore

/// Makes the signature of a file as `rdiff signature` does, byte for byte, writing it as the file is read.
public struct LibrsyncSignatureWriter: Sendable {
    public let kind: Librsync.SignatureKind
    public let blockSize: Int
    public let hashLength: Int
    public var threads = 1
    public var kernel = Kernel.best

    public init(kind: Librsync.SignatureKind, blockSize: Int, hashLength: Int) {
        precondition((1...Librsync.largestBlockSize).contains(blockSize))
        precondition((1...kind.algorithm.digestLength).contains(hashLength))
        self.kind = kind
        self.blockSize = blockSize
        self.hashLength = hashLength
    }

    public func write(_ old: Content, to sink: any ByteSink) throws(DeltaError) {
        let output = BufferedOutput(sink)
        try output.appendBigEndian(kind.rawValue)
        try output.appendBigEndian(UInt32(blockSize))
        try output.appendBigEndian(UInt32(hashLength))
        let blocksAtOnce = BlockDigest.blocksAtOnce(blockSize: blockSize)
        let reader = SegmentReader(old, segmentLength: blocksAtOnce * blockSize, margin: 0, threads: threads)
        try SegmentPipeline(reader: reader, threads: threads).run {
            LibrsyncRecorder(self)
        } work: { recorder, segment in
            recorder.records(of: segment)
        } consume: { result throws(DeltaError) in
            try output.append(result.records)
        }
        try output.flush()
    }
}

/// The records of a segment's blocks, as the file has them.
private struct RecordedSegment: SegmentResult {
    let segment: Segment
    let records: [UInt8]
}

/// One thread's part in making a signature.
private final class LibrsyncRecorder {
    private let writer: LibrsyncSignatureWriter
    private let sum: RollingSum
    private let constants: LibrsyncConstants
    private var digest: BlockDigest
    private var digests: [UInt8] = []

    init(_ writer: LibrsyncSignatureWriter) {
        self.writer = writer
        sum = RollingSum(writer.kind.sum, blockSize: writer.blockSize, kernel: writer.kernel)
        constants = LibrsyncConstants(kind: writer.kind.sum)
        digest = BlockDigest(writer.kind.algorithm, kernel: writer.kernel)
    }

    func records(of segment: Segment) -> RecordedSegment {
        let bytes = segment.window
        let blocks = (bytes.count + writer.blockSize - 1) / writer.blockSize
        hashBlocks(bytes, count: blocks)
        var records: [UInt8] = []
        records.reserveCapacity(blocks * (4 + writer.hashLength))
        for block in 0..<blocks {
            let start = block * writer.blockSize
            let length = min(writer.blockSize, bytes.count - start)
            let bare = sum.value(sum.state(of: bytes.baseAddress! + start, count: length))
            withUnsafeBytes(of: constants.sum(fromBare: bare, length: length).bigEndian) {
                records.append(contentsOf: $0)
            }
            let hash = block * digest.length
            records.append(contentsOf: digests[hash..<hash + writer.hashLength])
        }
        return RecordedSegment(segment: segment, records: records)
    }

    /// The file's last block may be short; it is hashed by itself.
    private func hashBlocks(_ bytes: UnsafeRawBufferPointer, count: Int) {
        let whole = bytes.count / writer.blockSize
        digests = [UInt8](repeating: 0, count: count * digest.length)
        digests.withUnsafeMutableBytes { digests in
            digest.digests(
                bytes.baseAddress!, blockSize: writer.blockSize, blocks: whole, into: digests.baseAddress!)
            if whole < count {
                let start = whole * writer.blockSize
                digest.digest(
                    bytes.baseAddress! + start, count: bytes.count - start,
                    into: digests.baseAddress! + whole * digest.length)
            }
        }
    }
}
