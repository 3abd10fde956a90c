/// Why a signature, a delta or a patch could not be made or applied.
public enum DeltaError: Error {
    /// The content could not be read; the cause is the reader's own.
    case reading(any Error)
    /// The result could not be written; the cause is the writer's own.
    case writing(any Error)
    /// The content was shorter than it said when reading began.
    case truncatedWhileReading(at: Int)
    /// A signature, delta or control file is damaged, or made by someone who does not follow its format.
    case damaged(FileFormat, Damage)
    /// The old file has another size than the one that the delta was made for.
    case wrongOldFile
    /// The patched file is not the one that the delta was made from: the old file is another, or the delta is damaged.
    case wrongResult

    /// The kinds of file that are read from outside.
    public enum FileFormat: String, Sendable {
        case signature, delta
        case publishedSignature = "published signature"
        case librsyncSignature = "librsync signature"
        case librsyncDelta = "librsync delta"
        case zsyncControl = "zsync control file"
    }

    /// What is wrong with a file.
    public enum Damage: Hashable, Sendable {
        /// The first bytes are not those of the format.
        case wrongMagic
        /// It ends in the middle of something.
        case truncated
        /// Bytes follow its end.
        case trailingBytes
        /// A field has a value that the format does not allow.
        case invalidField(String)
        /// A copy reaches beyond the end of the old file.
        case copyOutOfRange(offset: Int64, length: Int64)
    }
}
