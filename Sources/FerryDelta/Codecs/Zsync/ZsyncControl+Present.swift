public import FerryCore

extension ZsyncControl {
    public var blockCount: Int { sums.count }

    /// The range of the file that a block is; the last one may be short.
    public func range(of block: Int) -> ByteRange {
        let start = block * blockSize
        return ByteRange(offset: Int64(start), length: Int64(min(blockSize, length - start)))
    }

    /// Which blocks are at their own place in a file: what a file that is being put together has already. As far as the
    /// kept part of the hashes tells; the digest of the whole file decides.
    public func blocksInPlace(in file: any RandomAccessBytes) throws(DeltaError) -> [Bool] {
        var present = [Bool](repeating: false, count: blockCount)
        let buffer = ByteBuffer(capacity: blockSize)
        let check = ZsyncBlockCheck(self)
        for block in present.indices {
            let range = range(of: block)
            if range.end > Int64(file.size) { break }
            let bytes = UnsafeMutableRawBufferPointer(rebasing: buffer.bytes[..<Int(range.length)])
            try file.readFully(into: bytes, at: Int(range.offset))
            present[block] = check.isBlock(block, UnsafeRawBufferPointer(bytes))
        }
        return present
    }
}
