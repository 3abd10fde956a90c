/// What `NAME.ferrysig` beside a file `NAME` says of it: which version it describes, and the signature of that.
///
/// Whoever reads one checks, in this order:
/// 1. `subject.describes(entry)` for the file as it is listed now; otherwise the signature is of no use;
/// 2. that the file which was put together has the digest `subject.digest`. Where what is composed is the published file
///    itself, size and version are a claim, not a proof (times of one second, a server that lies): its content must be
///    confirmed before it is committed.
///
/// Whoever publishes one writes it after the data, so that a run that is cut off leaves a signature that describes
/// another version, which is never used.
public struct PublishedSignature: Hashable, Sendable {
    public let subject: DescribedVersion
    /// Its strong hash is SHA-256 cut to 16 bytes: anyone may have made it, or the blocks that it is compared with.
    public let signature: Signature

    /// What is appended to the name of the file.
    public static let suffix = ".ferrysig"

    /// `signature` must be one of a file of the subject's size, with whole cryptographic hashes.
    public init(subject: DescribedVersion, signature: Signature) {
        precondition(signature.isCryptographic && Int64(signature.fileSize) == subject.size)
        self.subject = subject
        self.signature = signature
    }
}
