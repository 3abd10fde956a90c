internal import FerryCore

/// Computes the control file of a file, reading it once. The hashes stay in memory: 20 bytes a block.
public struct ZsyncMaker: Sendable {
    public let blockSize: Int
    public var threads = 1
    public var kernel = Kernel.best

    /// `blockSize`: a power of two.
    public init(blockSize: Int) {
        precondition(blockSize.nonzeroBitCount == 1 && ZsyncControl.blockSizes.contains(blockSize))
        self.blockSize = blockSize
    }

    public func control(of file: any RandomAccessBytes) throws(DeltaError) -> ZsyncControl {
        let blocksAtOnce = BlockDigest.blocksAtOnce(blockSize: blockSize)
        let reader = SegmentReader(.file(file), segmentLength: blocksAtOnce * blockSize, margin: 0, threads: threads)
        let lengths = ZsyncHashLengths(fileLength: file.size, blockSize: blockSize)
        let content = ContentDigest(.sha1)
        var sums: [UInt32] = []
        var checksums: [UInt8] = []
        try SegmentPipeline(reader: reader, threads: threads).run { [self] in
            ZsyncRecorder(self, lengths)
        } work: { recorder, segment in
            recorder.record(segment)
        } consume: { recorded in
            content.observe(recorded.segment.window)
            sums += recorded.sums
            checksums += recorded.checksums
        }
        return ZsyncControl(
            filename: nil, modified: nil, blockSize: blockSize, length: file.size, hashLengths: lengths, urls: [],
            compressedURLs: [], digest: content.digest(), sums: sums, checksums: checksums)
    }
}

/// The hashes of a segment's blocks, as much of them as is kept.
private struct RecordedSegment: SegmentResult {
    let segment: Segment
    var sums: [UInt32] = []
    var checksums: [UInt8] = []
}

/// One thread's part in making a control file.
private final class ZsyncRecorder {
    private let lengths: ZsyncHashLengths
    private let sum: RollingSum
    private var digest: BlockDigest
    private let last: ByteBuffer
    private var digests: [UInt8] = []

    init(_ maker: ZsyncMaker, _ lengths: ZsyncHashLengths) {
        self.lengths = lengths
        sum = RollingSum(.twoSums, blockSize: maker.blockSize, kernel: maker.kernel)
        digest = BlockDigest(.md4, kernel: maker.kernel)
        last = ByteBuffer(capacity: maker.blockSize)
    }

    func record(_ segment: Segment) -> RecordedSegment {
        var recorded = RecordedSegment(segment: segment)
        let bytes = segment.window
        let whole = bytes.count / sum.blockSize
        record(bytes.baseAddress!, blocks: whole, &recorded)
        let rest = UnsafeRawBufferPointer(rebasing: bytes[(whole * sum.blockSize)...])
        if !rest.isEmpty {
            last.bytes.initializeMemory(as: UInt8.self, repeating: 0)
            last.bytes.copyMemory(from: rest)
            record(last.base, blocks: 1, &recorded)
        }
        return recorded
    }

    private func record(_ bytes: UnsafeRawPointer, blocks: Int, _ recorded: inout RecordedSegment) {
        digests.append(contentsOf: repeatElement(0, count: max(0, blocks * digest.length - digests.count)))
        digests.withUnsafeMutableBytes {
            digest.digests(bytes, blockSize: sum.blockSize, blocks: blocks, into: $0.baseAddress!)
        }
        for block in 0..<blocks {
            let state = sum.state(of: bytes + block * sum.blockSize)
            recorded.sums.append(sum.value(state) & lengths.significant)
            let first = block * digest.length
            recorded.checksums.append(contentsOf: digests[first..<first + lengths.checksum])
        }
    }
}
