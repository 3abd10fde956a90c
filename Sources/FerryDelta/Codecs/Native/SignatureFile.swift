public import FerryCore

/// A native signature as a file.
///
///     offset  size  field (numbers are little-endian)
///          0     8  "ferrysig"
///          8     1  version: 1
///          9     1  strong hash: 1 XXH3-128, 2 SHA-256
///         10     1  strong length: 12 or 16
///         11     1  0
///         12     4  block size
///         16     8  size of the old file
///         24     4  threshold of the window hash
///         28     4  number of crowded keys
///         32        records: one a whole block, then one for the tail, if there is one
///                   4     key
///                   2, 3  anchor's offset in the block; all ones: polynomial block. 2 bytes up to blocks of 64 KiB
///                   12, 16  strong hash
///                   crowded keys, 4 bytes each, ascending
///
/// Its length follows from its header.
public enum SignatureFile {
    public static let magic = Array("ferrysig".utf8)
    static let version: UInt8 = 1

    /// How many bytes an offset takes.
    static func offsetLength(blockSize: Int) -> Int { blockSize <= 1 << 16 ? 2 : 3 }

    /// The length of the file of a signature.
    public static func length(of signature: Signature) -> Int {
        let record = 4 + offsetLength(blockSize: signature.blockSize) + signature.strongLength
        let records = signature.blocks.count + (signature.tail == nil ? 0 : 1)
        return 32 + records * record + 4 * signature.crowdedKeys.count
    }

    public static func write(_ signature: Signature, to sink: any ByteSink) throws(DeltaError) {
        let output = BufferedOutput(sink)
        try write(signature, to: output)
        try output.flush()
    }

    static func write(_ signature: Signature, to output: BufferedOutput) throws(DeltaError) {
        var pieces = SignatureFilePieces(signature)
        while let piece = pieces.next() { try output.append(piece) }
    }
}
