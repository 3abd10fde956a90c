public import FerryCore

extension SignatureFile {
    /// Reads a signature, which may come from anyone. Memory grows with the bytes that really come, not with the counts
    /// that the header claims.
    public static func read(from source: any SequentialBytes) throws(DeltaError) -> Signature {
        try read(from: BufferedInput(source, format: .signature))
    }

    /// Reads what is left of a file that ends in a signature.
    static func read(from input: BufferedInput) throws(DeltaError) -> Signature {
        let header = try Header(input)
        var blocks: [BlockRecord] = []
        for _ in 0..<(header.fileSize / header.blockSize) {
            blocks.append(try record(of: header.blockSize, header, input))
        }
        let tailLength = header.fileSize % header.blockSize
        let tail = tailLength > 0 ? try record(of: tailLength, header, input) : nil
        let crowdedKeys = try crowdedKeys(header.crowdedCount, input)
        if !(try input.isAtEnd()) { throw input.damaged(.trailingBytes) }
        return Signature(
            blockSize: header.blockSize, fileSize: header.fileSize, threshold: header.threshold,
            strongHash: header.strongHash, strongLength: header.strongLength, blocks: blocks, tail: tail,
            crowdedKeys: crowdedKeys)
    }

    private struct Header {
        let blockSize: Int
        let fileSize: Int
        let threshold: UInt32
        let strongHash: StrongHash
        let strongLength: Int
        let crowdedCount: Int

        init(_ input: BufferedInput) throws(DeltaError) {
            guard try input.bytes(8) == SignatureFile.magic else { throw input.damaged(.wrongMagic) }
            guard try input.byte() == SignatureFile.version else { throw input.damaged(.invalidField("version")) }
            guard let hash = StrongHash(rawValue: try input.byte()) else {
                throw input.damaged(.invalidField("strong hash"))
            }
            strongHash = hash
            strongLength = Int(try input.byte())
            guard Signature.strongLengths.contains(strongLength), try input.byte() == 0 else {
                throw input.damaged(.invalidField("strong hash length"))
            }
            blockSize = Int(try input.littleEndian(UInt32.self))
            guard Signature.blockSizes.contains(blockSize) else { throw input.damaged(.invalidField("block size")) }
            let size = try input.littleEndian(UInt64.self)
            // Block numbers have 32 bits, the highest of which means none.
            guard size / UInt64(blockSize) < UInt64(UInt32.max) else { throw input.damaged(.invalidField("file size")) }
            fileSize = Int(size)
            threshold = try input.littleEndian(UInt32.self)
            // At the greatest number nothing is above it.
            guard threshold < .max else { throw input.damaged(.invalidField("threshold")) }
            crowdedCount = Int(try input.littleEndian(UInt32.self))
        }
    }

    private static func record(
        of length: Int, _ header: Header, _ input: BufferedInput
    ) throws(DeltaError) -> BlockRecord {
        let offsetLength = offsetLength(blockSize: header.blockSize)
        let keyLength = AnchorGeometry(blockSize: header.blockSize, threshold: 0).keyLength
        let strongLength = header.strongLength
        return try input.withRecord(of: 4 + offsetLength + strongLength) { bytes throws(DeltaError) in
            var offset = bytes.littleEndian(at: 4, count: offsetLength)
            if offset == UInt64(1) << UInt64(8 * offsetLength) - 1 {
                offset = UInt64(BlockRecord.noAnchor)
            } else if Int(offset) + keyLength > length {
                throw input.damaged(.invalidField("anchor offset"))
            }
            let strong = BlockHash(
                low: bytes.littleEndian(at: 4 + offsetLength, count: 8),
                high: bytes.littleEndian(at: 12 + offsetLength, count: strongLength - 8))
            return BlockRecord(
                key: UInt32(bytes.littleEndian(at: 0, count: 4)), offset: UInt32(offset), strong: strong)
        }
    }

    private static func crowdedKeys(_ count: Int, _ input: BufferedInput) throws(DeltaError) -> [UInt32] {
        var keys: [UInt32] = []
        for _ in 0..<count {
            let key = try input.littleEndian(UInt32.self)
            if let last = keys.last, last >= key { throw input.damaged(.invalidField("crowded keys")) }
            keys.append(key)
        }
        return keys
    }
}

extension UnsafeRawBufferPointer {
    /// A number of up to eight bytes, lowest first.
    @inline(__always)
    fileprivate func littleEndian(at offset: Int, count: Int) -> UInt64 {
        switch count {
        case 8: return UInt64(littleEndian: loadUnaligned(fromByteOffset: offset, as: UInt64.self))
        case 4: return UInt64(UInt32(littleEndian: loadUnaligned(fromByteOffset: offset, as: UInt32.self)))
        default: return self[offset..<offset + count].reversed().reduce(0) { $0 << 8 | UInt64($1) }
        }
    }
}
