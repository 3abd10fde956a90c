internal import FerryCore

/// Finds blocks of the file that a zsync control file describes in a local file.
///
/// The kept part of the hashes may be too short to believe a single match. Where the control file says that two in a row are
/// needed, a match counts only beside another one. Even so a match may be false: the digest of the whole file decides.
public struct ZsyncLocator: Sendable {
    /// Four bytes of the next block's hash are right by chance once in four billion edits, and then the digest of the whole file
    /// finds it.
    private static let sufficientHashLength = 4

    private let control: ZsyncControl
    private let index: ChecksumIndex
    public var threads = 1

    public init(_ control: ZsyncControl, kernel: Kernel = .best) {
        self.control = control
        index = ChecksumIndex(
            RollingSum(.twoSums, blockSize: control.blockSize, kernel: kernel), sums: control.sums,
            significant: control.hashLengths.significant, hashes: control.checksums,
            hashLength: control.hashLengths.checksum, algorithm: .md4, sufficientHashLength: Self.sufficientHashLength,
            needsPairs: Self.hasWeakSums(control))
    }

    /// Whether a block is looked for only beside the one that follows it.
    var isInPairs: Bool { index.needsPairs }

    /// Whether a match counts beside another only, and one start in 4096, or more, has the sum of some block by chance: hashing
    /// those would cost more than looking at the following sum as well.
    private static func hasWeakSums(_ control: ZsyncControl) -> Bool {
        let sums = 1 << (8 * control.hashLengths.sum)
        return control.hashLengths.run > 1 && control.blockCount > sums / 4096
    }

    /// Reads `seed` once and says where in it the file's blocks are.
    public func locate(in seed: any RandomAccessBytes) throws(DeltaError) -> LocatedBlocks {
        let found = BelievedMatches(control)
        let padded = ZeroPaddedBytes(content: seed, padding: control.blockSize)
        try CanonicalMatching(target: index, threads: threads, segmentLength: nil).run(.file(padded)) { _, matches, _ in
            for match in matches { found.add(match) }
        }
        let positions = (0..<control.blockCount).map { block -> Int? in
            // What reaches into the padding exists only as far as the file goes.
            let length = min(control.blockSize, control.length - block * control.blockSize)
            return found.positions[index.representative(of: block)].flatMap { $0 + length <= seed.size ? $0 : nil }
        }
        return LocatedBlocks(blockSize: control.blockSize, fileSize: control.length, positions: positions)
    }
}

/// The matches that may be believed, by the lowest block of their content.
private final class BelievedMatches {
    private let blockSize: Int
    private let needsNeighbour: Bool
    private(set) var positions: [Int?]
    private var previous: Match?
    private var previousIsBelieved = false

    init(_ control: ZsyncControl) {
        blockSize = control.blockSize
        needsNeighbour = control.hashLengths.run > 1
        positions = Array(repeating: nil, count: control.blockCount)
    }

    func add(_ match: Match) {
        let isNeighbour = previous.map { $0.start + blockSize == match.start } ?? false
        if isNeighbour, let previous, !previousIsBelieved { believe(previous) }
        previousIsBelieved = isNeighbour || !needsNeighbour
        if previousIsBelieved { believe(match) }
        previous = match
    }

    private func believe(_ match: Match) {
        if positions[match.block] == nil { positions[match.block] = match.start }
    }
}

/// Content followed by zeros, as the last block of a control file is.
private struct ZeroPaddedBytes: RandomAccessBytes {
    let content: any RandomAccessBytes
    let padding: Int

    var size: Int { content.size + padding }

    func read(into buffer: UnsafeMutableRawBufferPointer, at offset: Int) throws -> Int {
        let real = min(max(content.size - offset, 0), buffer.count)
        if real > 0 {
            let count = try content.read(into: .init(rebasing: buffer[..<real]), at: offset)
            if count < real { return count }
        }
        let count = min(buffer.count, size - offset)
        for index in real..<count { buffer[index] = 0 }
        return count
    }
}
