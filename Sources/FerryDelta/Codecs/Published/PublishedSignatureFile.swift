public import FerryCore

/// A published signature as a file: a header that says of what, then a native signature (`SignatureFile`).
///
///     offset  size  field (numbers are little-endian)
///          0     8  "ferrypub"
///          8     1  version: 1
///          9     1  1: the time is known
///         10     2  e, length of the ETag; 0: unknown. At most 1024
///         12     8  size of the file
///         20     8  its modification time, signed seconds since 1970; 0 if unknown
///         28     4  nanoseconds; 0 if unknown
///         32    32  SHA-256 of the file
///         64     e  ETag
///       64+e        native signature with SHA-256 cut to 16 bytes, of a file of that size
public enum PublishedSignatureFile {
    public static let magic = Array("ferrypub".utf8)
    static let version: UInt8 = 1
    static let timeIsKnown: UInt8 = 1

    public static func write(_ published: PublishedSignature, to sink: any ByteSink) throws(DeltaError) {
        let output = BufferedOutput(sink)
        let subject = published.subject
        let tag = Array((subject.entityTag ?? "").utf8)
        try output.append(magic)
        try output.append([version, subject.modified == nil ? 0 : timeIsKnown])
        try output.appendLittleEndian(UInt16(tag.count))
        try output.appendLittleEndian(subject.size)
        try output.appendLittleEndian(subject.modified?.seconds ?? 0)
        try output.appendLittleEndian(subject.modified?.nanoseconds ?? 0)
        try output.append(subject.digest.bytes)
        try output.append(tag)
        try SignatureFile.write(published.signature, to: output)
        try output.flush()
    }
}
