package import FerryCore

extension ZsyncControl {
    package var blockCount: Int { sums.count }

    /// The range of the file that a block is; the last one may be short.
    package func range(of block: Int) -> ByteRange {
        let start = block * blockSize
        return ByteRange(offset: Int64(start), length: Int64(min(blockSize, length - start)))
    }

    /// Which blocks are at their own place in a file: what a file that is being put together has already. As far as the
    /// kept part of the hashes tells; the digest of the whole file decides.
    package func blocksInPlace(in file: any RandomAccessBytes) throws(DeltaError) -> [Bool] {
        var present = [Bool](repeating: false, count: blockCount)
        let buffer = ByteBuffer(capacity: blockSize)
        let rolling = RollingSum(.twoSums, blockSize: blockSize, kernel: .best)
        var digest = BlockDigest(.md4, kernel: .best)
        let checksum = ByteBuffer(capacity: digest.length)
        for block in present.indices {
            let range = range(of: block)
            if range.end > Int64(file.size) { break }
            try file.readFully(into: .init(rebasing: buffer.bytes[..<Int(range.length)]), at: Int(range.offset))
            buffer.bytes[Int(range.length)...].initializeZeros()
            guard rolling.value(rolling.state(of: buffer.base)) & hashLengths.significant == sums[block] else {
                continue
            }
            digest.digest(buffer.base, count: blockSize, into: checksum.base)
            let first = block * hashLengths.checksum
            present[block] = checksum.bytes[..<hashLengths.checksum].elementsEqual(
                checksums[first..<first + hashLengths.checksum])
        }
        return present
    }
}

extension Slice<UnsafeMutableRawBufferPointer> {
    fileprivate func initializeZeros() {
        UnsafeMutableRawBufferPointer(rebasing: self).initializeMemory(as: UInt8.self, repeating: 0)
    }
}
