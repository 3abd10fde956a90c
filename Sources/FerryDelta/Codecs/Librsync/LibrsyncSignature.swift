public import FerryCore

/// A librsync signature as its file has it.
public struct LibrsyncSignature: Sendable {
    public let kind: Librsync.SignatureKind
    public let blockSize: Int
    /// How many bytes of each strong hash are kept.
    public let hashLength: Int
    /// One sum a block, with librsync's constants. The last block may be shorter than the others; the file does not tell.
    public let sums: [UInt32]
    /// The strong hashes one after another.
    public let hashes: [UInt8]

    /// The tables for matching against it.
    public func index(kernel: Kernel = .best) -> ChecksumIndex {
        let rolling = RollingSum(kind.sum, blockSize: blockSize, kernel: kernel)
        let constants = LibrsyncConstants(kind: kind.sum)
        let last = sums.last.map {
            UnpaddedLastBlock(sum: $0, hash: Array(hashes.suffix(hashLength)), constants: constants)
        }
        return ChecksumIndex(
            rolling, sums: sums.map { constants.bare(fromSum: $0, length: blockSize) }, hashes: hashes,
            hashLength: hashLength, algorithm: kind.algorithm, lastBlock: last)
    }
}

extension LibrsyncSignature {
    /// Reads a signature file, which may come from anyone.
    public static func read(from source: any SequentialBytes) throws(DeltaError) -> LibrsyncSignature {
        let input = BufferedInput(source, format: .librsyncSignature)
        guard let kind = Librsync.SignatureKind(rawValue: UInt32(try input.bigEndian(byteCount: 4))) else {
            throw input.damaged(.wrongMagic)
        }
        let blockSize = Int(try input.bigEndian(byteCount: 4))
        guard (1...Librsync.largestBlockSize).contains(blockSize) else {
            throw input.damaged(.invalidField("block length"))
        }
        let longest = kind.algorithm.digestLength
        let keptLength = Int(try input.bigEndian(byteCount: 4))
        guard (0...longest).contains(keptLength) else { throw input.damaged(.invalidField("strong sum length")) }
        // To librsync, 0 means all bytes here as well.
        let hashLength = keptLength == 0 ? longest : keptLength
        var sums: [UInt32] = []
        var hashes: [UInt8] = []
        while !(try input.isAtEnd()) {
            // Block numbers have 32 bits, the highest of which means none.
            guard sums.count < Int(UInt32.max) else { throw input.damaged(.invalidField("number of blocks")) }
            try input.withRecord(of: 4 + hashLength) { record in
                sums.append(UInt32(bigEndian: record.loadUnaligned(as: UInt32.self)))
                hashes.append(contentsOf: record.dropFirst(4))
            }
        }
        return LibrsyncSignature(kind: kind, blockSize: blockSize, hashLength: hashLength, sums: sums, hashes: hashes)
    }
}
