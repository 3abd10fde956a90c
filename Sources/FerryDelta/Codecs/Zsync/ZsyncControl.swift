public import FerryCore

/// A zsync control file: what is needed to put a file together from older ones and ranges of the published one.
public struct ZsyncControl: Hashable, Sendable {
    /// The name to suggest for the file; as written, which may be anything.
    public var filename: String?
    /// As written, such as `Mon, 02 Jan 2006 15:04:05 +0000`.
    public var modified: String?
    public let blockSize: Int
    /// Of the file, in bytes.
    public let length: Int
    public let hashLengths: ZsyncHashLengths
    /// Where the file is; may be relative to the control file.
    public var urls: [String]
    /// Where it is in compressed form.
    public var compressedURLs: [String]
    /// SHA-1 of the whole file, which alone decides whether it was put together rightly.
    public let digest: Digest?
    /// One a block, the last padded with zeros, in the bare form of `RollingSum` with zeros where bits are not kept.
    let sums: [UInt32]
    /// `hashLengths.checksum` bytes a block.
    let checksums: [UInt8]

    public static let blockSizes = 1...(1 << 28)

    /// 2048 bytes, 4096 above 100 MB.
    public static func blockSize(forFileOf length: Int) -> Int { length < 100_000_000 ? 2048 : 4096 }

    static func blockCount(length: Int, blockSize: Int) -> Int {
        length / blockSize + (length % blockSize == 0 ? 0 : 1)
    }
}
