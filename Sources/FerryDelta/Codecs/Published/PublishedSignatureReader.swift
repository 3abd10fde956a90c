public import FerryCore

/// Reads a published signature, which may come from anyone, in two steps: a file that was replaced meanwhile is recognised by
/// the first hundred bytes or so, before the rest is fetched.
public struct PublishedSignatureReader {
    private let input: BufferedInput
    public let subject: DescribedVersion

    /// Reads the header.
    public init(_ source: any SequentialBytes) throws(DeltaError) {
        input = BufferedInput(source, format: .publishedSignature)
        guard try input.bytes(8) == PublishedSignatureFile.magic else { throw input.damaged(.wrongMagic) }
        guard try input.byte() == PublishedSignatureFile.version else { throw input.damaged(.invalidField("version")) }
        subject = try Self.subject(input)
    }

    /// Reads the rest. To be called once.
    public func read() throws(DeltaError) -> PublishedSignature {
        let signature = try SignatureFile.read(from: input)
        guard signature.isCryptographic else { throw input.damaged(.invalidField("strong hash")) }
        guard Int64(signature.fileSize) == subject.size else { throw input.damaged(.invalidField("file size")) }
        return PublishedSignature(subject: subject, signature: signature)
    }

    private static func subject(_ input: BufferedInput) throws(DeltaError) -> DescribedVersion {
        let flags = try input.byte()
        guard flags <= PublishedSignatureFile.timeIsKnown else { throw input.damaged(.invalidField("flags")) }
        let tagLength = Int(try input.littleEndian(UInt16.self))
        let size = try input.littleEndian(Int64.self)
        let seconds = try input.littleEndian(Int64.self)
        let nanoseconds = try input.littleEndian(Int32.self)
        let digest = Digest(algorithm: .sha256, bytes: try input.bytes(DigestAlgorithm.sha256.digestLength))!
        guard size >= 0 else { throw input.damaged(.invalidField("file size")) }
        guard (0..<1_000_000_000).contains(nanoseconds), flags != 0 || (seconds, nanoseconds) == (0, 0) else {
            throw input.damaged(.invalidField("time"))
        }
        return DescribedVersion(
            size: size, modified: flags == 0 ? nil : Timestamp(seconds: seconds, nanoseconds: nanoseconds),
            entityTag: try entityTag(tagLength, input), digest: digest)
    }

    private static func entityTag(_ length: Int, _ input: BufferedInput) throws(DeltaError) -> String? {
        guard length <= DescribedVersion.longestEntityTag else { throw input.damaged(.invalidField("ETag")) }
        guard let tag = String(validating: try input.bytes(length), as: UTF8.self) else {
            throw input.damaged(.invalidField("ETag"))
        }
        return tag.isEmpty ? nil : tag
    }
}
