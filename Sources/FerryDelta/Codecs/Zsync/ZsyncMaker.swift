internal import FerryCore

/// Computes the control file of a file, reading it once. The hashes stay in memory: 20 bytes a block.
package struct ZsyncMaker: Sendable {
    package let blockSize: Int
    package var threads = 1
    package var kernel = Kernel.best

    /// `blockSize`: a power of two.
    package init(blockSize: Int) {
        precondition(blockSize.nonzeroBitCount == 1 && ZsyncControl.blockSizes.contains(blockSize))
        self.blockSize = blockSize
    }

    package func control(of file: any RandomAccessBytes) throws(DeltaError) -> ZsyncControl {
        let blocksAtOnce = max(1, (1 << 20) / blockSize)
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
    private var last: [UInt8]

    init(_ maker: ZsyncMaker, _ lengths: ZsyncHashLengths) {
        self.lengths = lengths
        sum = RollingSum(.twoSums, blockSize: maker.blockSize, kernel: maker.kernel)
        digest = BlockDigest(.md4, kernel: maker.kernel)
        last = [UInt8](repeating: 0, count: maker.blockSize)
    }

    func record(_ segment: Segment) -> RecordedSegment {
        var recorded = RecordedSegment(segment: segment)
        let bytes = segment.window
        for start in stride(from: 0, to: bytes.count, by: sum.blockSize) {
            if bytes.count - start >= sum.blockSize {
                record(bytes.baseAddress! + start, &recorded)
            } else {
                last.replaceSubrange(0..<bytes.count - start, with: bytes[start...])
                last.withUnsafeBytes { record($0.baseAddress!, &recorded) }
            }
        }
        return recorded
    }

    private func record(_ block: UnsafeRawPointer, _ recorded: inout RecordedSegment) {
        recorded.sums.append(sum.value(sum.state(of: block)) & lengths.significant)
        withUnsafeTemporaryAllocation(byteCount: 16, alignment: 8) { buffer in
            digest.digest(block, count: sum.blockSize, into: buffer.baseAddress!)
            recorded.checksums.append(contentsOf: buffer[..<lengths.checksum])
        }
    }
}
