internal import Glibc

/// How much of each block's hashes a zsync control file keeps: `Hash-Lengths: seq,rsum,checksum`.
public struct ZsyncHashLengths: Hashable, Sendable {
    /// How many blocks in a row must match before one is believed to.
    public let run: Int
    /// Bytes of the rolling sum.
    public let sum: Int
    /// Bytes of the MD4 digest.
    public let checksum: Int

    /// What a file without the header means.
    static let absent = ZsyncHashLengths(uncheckedRun: 1, sum: 4, checksum: 16)

    private init(uncheckedRun run: Int, sum: Int, checksum: Int) {
        self.run = run
        self.sum = sum
        self.checksum = checksum
    }

    /// Nil for lengths that zsync 0.6.2 refuses.
    public init?(run: Int, sum: Int, checksum: Int) {
        guard (1...2).contains(run), (1...4).contains(sum), (3...16).contains(checksum) else { return nil }
        self.init(uncheckedRun: run, sum: sum, checksum: checksum)
    }

    /// The lengths that zsyncmake takes: so many bits that a false match is unlikely anywhere in a file of this length.
    public init(fileLength: Int, blockSize: Int) {
        let run = fileLength > blockSize ? 2 : 1
        func bytes(_ bits: Double) -> Int { Int((bits / Double(run) / 8).rounded(.up)) }
        // The empty file's logarithm is taken as that of one byte, which gives the shortest lengths too.
        let lengthBits = log2(Double(max(fileLength, 1)))
        let countBits = log2(Double(1 + fileLength / blockSize))
        let sum = bytes(lengthBits + log2(Double(blockSize)) - 8.6)
        let checksum = max(bytes(20 + lengthBits + countBits), Int((27.9 + countBits) / 8))
        self.init(uncheckedRun: run, sum: min(max(sum, 2), 4), checksum: min(checksum, 16))
    }

    /// The bits of a bare rolling sum that the file keeps: the last bytes of a and b written big-endian, b after a.
    var significant: UInt32 {
        switch sum {
        case 1: 0x00FF_0000
        case 2: 0xFFFF_0000
        case 3: 0xFFFF_00FF
        default: 0xFFFF_FFFF
        }
    }
}
