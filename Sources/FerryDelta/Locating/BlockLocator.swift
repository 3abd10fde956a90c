internal import Synchronization

/// The other direction: finds the blocks of a wanted file, known by its signature, anywhere in a local one.
///
/// The ranges of starts are the same as in matching, but nothing is skipped after a block was found: every block that
/// occurs anywhere is located, also where occurrences overlap. Each content is looked for until it was found once.
public struct BlockLocator: Sendable {
    public var threads: Int
    /// Tests make them small.
    var segmentLength: Int?

    public init(threads: Int = 1) {
        self.threads = threads
    }

    /// Reads `local` once and says where in it the blocks of `wanted` are.
    public func locate(
        _ wanted: SignatureIndex, in local: any RandomAccessBytes
    ) throws(DeltaError) -> LocatedBlocks {
        let length = segmentLength ?? Segment.length(blockSize: wanted.blockSize)
        let reader = SegmentReader(.file(local), segmentLength: length, margin: wanted.blockSize, threads: threads)
        let searches = Mutex<[LocalSearch]>([])
        try SegmentPipeline(reader: reader, threads: threads).run {
            let search = LocalSearch(wanted)
            searches.withLock { $0.append(search) }
            return search
        } work: { search, segment in
            search.search(segment)
            return SearchedLocalSegment(segment: segment)
        } consume: { _ in
        }
        var positions = searches.withLock { LocalSearch.lowestPositions($0, count: wanted.blockCount) }
        if wanted.tailLength > 0 {
            positions.append(try TailLocation.find(wanted, in: local, lastBlock: positions.last ?? nil))
        }
        return LocatedBlocks(
            blockSize: wanted.blockSize, fileSize: wanted.signature.fileSize, positions: positions)
    }
}

private struct SearchedLocalSegment: SegmentResult {
    let segment: Segment
}

/// Where the short last block may be: after the block before it, and at the end of the file.
private enum TailLocation {
    static func find(
        _ wanted: SignatureIndex, in local: any RandomAccessBytes, lastBlock: Int?
    ) throws(DeltaError) -> Int? {
        let length = wanted.tailLength
        let matcher = wanted.makeMatcher()
        let buffer = ByteBuffer(capacity: length)
        for position in [lastBlock.map { $0 + wanted.blockSize }, local.size - length].compactMap(\.self) {
            guard position >= 0, position + length <= local.size else { continue }
            try local.readFully(into: .init(rebasing: buffer.bytes[..<length]), at: position)
            if matcher.isTail(buffer.base) { return position }
        }
        return nil
    }
}
