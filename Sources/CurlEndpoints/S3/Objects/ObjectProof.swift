internal import FerryCore

/// What the content of an object must agree with when it has come whole: the digest that its tag is, one that whoever wrote it
/// has recorded, or the tag that its parts come to where their length is recorded.
final class ObjectProof {
    private enum Expectation {
        /// - Parameter claim: The metadata that says it; nil where it is the tag.
        case digest(Digest, claim: String?, of: HasherSet)
        case tag(String, of: PartedHasher)
    }

    private let expectation: Expectation

    /// - Parameters:
    ///   - entry: As it was listed.
    ///   - head: What the answer with its content says. Nil where nothing is known to compare with.
    init?(of entry: Entry, _ head: ResponseHead) {
        if let digest = Self.tag(of: entry, head) {
            expectation = .digest(digest, claim: nil, of: HasherSet([digest.algorithm]))
        } else if let (digest, claim) = Self.recorded(head) {
            expectation = .digest(digest, claim: claim, of: HasherSet([digest.algorithm]))
        } else if let length = Self.partLength(of: entry, head), let tag = entry.tag {
            expectation = .tag(EntityTag.plain(tag), of: PartedHasher(length: length, .md5, of: entry.size))
        } else {
            return nil
        }
    }

    func update(_ bytes: UnsafeRawBufferPointer) {
        switch expectation {
        case .digest(_, _, let hashers): hashers.update(bytes)
        case .tag(_, let parts): parts.update(bytes)
        }
    }

    /// What says that all that passed is something else; nil where it is what it should be. To be asked once.
    func contradiction() -> String? {
        switch expectation {
        case .digest(let digest, let claim, let hashers):
            if hashers.finish() == [digest] { return nil }
            return Self.contradiction(claim.map { "\($0) says" } ?? "its tag says", isClaim: claim != nil)
        case .tag(let tag, let parts):
            return EntityTag.ofParts(parts.finish()) == tag
                ? nil : Self.contradiction("its tag says of its parts", isClaim: false)
        }
    }

    private static func contradiction(_ words: String, isClaim: Bool) -> String {
        "the content is not what \(words)"
            + (isClaim ? ", which another program may have left there from an older content" : "")
            + "; --verify=none takes it as it is"
    }

    /// A listing does not tell that it is encrypted, and then agrees with nothing.
    private static func tag(of entry: Entry, _ head: ResponseHead) -> Digest? {
        ObjectEncryption.hidesDigests(head) ? nil : entry.digest.flatMap { $0.algorithm == .md5 ? $0 : nil }
    }

    /// What ferry and rclone say of the bytes that they sent. What others say may be true of a file before it was packed or
    /// encrypted. SHA-256 costs less than MD5 where processors have instructions for it.
    private static func recorded(_ head: ResponseHead) -> (Digest, claim: String)? {
        if head["content-encoding"] != nil { return nil }
        if let digest = ObjectMetadata.digest(head, by: .sha256) {
            return (digest, ObjectMetadata.prefix + DigestAlgorithm.sha256.rawValue)
        }
        return ObjectMetadata.digestOfRclone(head).map { ($0, ObjectMetadata.prefix + ObjectMetadata.claimOfRclone) }
    }

    /// Where the tag is that of so many parts, and not encrypted.
    private static func partLength(of entry: Entry, _ head: ResponseHead) -> Int64? {
        guard let length = ObjectMetadata.partLength(head), !ObjectEncryption.hidesDigests(head),
            let count = entry.tag.flatMap(EntityTag.partedDigest)?.count,
            entry.size / length + (entry.size % length == 0 ? 0 : 1) == Int64(count)
        else { return nil }
        return length
    }
}
