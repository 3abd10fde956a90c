internal import FerryCore

/// What the content of an object must agree with when it has come whole: the digest that its tag is, one that whoever wrote it
/// has recorded, or the tag that its parts come to where their length is recorded.
final class ObjectProof {
    private enum Expectation {
        case digest(Digest, of: HasherSet)
        case tag(String, of: PartsDigest)
    }

    private let expectation: Expectation

    /// - Parameters:
    ///   - entry: As it was listed.
    ///   - head: What the answer with its content says. Nil where nothing is known to compare with.
    init?(of entry: Entry, _ head: ResponseHead) {
        if let digest = Self.tag(of: entry, head) ?? Self.recorded(head) {
            expectation = .digest(digest, of: HasherSet([digest.algorithm]))
        } else if let length = Self.partLength(of: entry, head), let tag = entry.tag {
            expectation = .tag(EntityTag.plain(tag), of: PartsDigest(length: length))
        } else {
            return nil
        }
    }

    func update(_ bytes: UnsafeRawBufferPointer) {
        switch expectation {
        case .digest(_, let hashers): hashers.update(bytes)
        case .tag(_, let parts): parts.update(bytes)
        }
    }

    /// Whether all that passed is what it should be. To be asked once.
    func agrees() -> Bool {
        switch expectation {
        case .digest(let digest, let hashers): hashers.finish() == [digest]
        case .tag(let tag, let parts): parts.tag() == tag
        }
    }

    /// A listing does not tell that it is encrypted, and then agrees with nothing.
    private static func tag(of entry: Entry, _ head: ResponseHead) -> Digest? {
        ObjectEncryption.hidesDigests(head) ? nil : entry.digest.flatMap { $0.algorithm == .md5 ? $0 : nil }
    }

    /// What ferry and rclone say of the bytes that they sent. What others say may be true of a file before it was packed or
    /// encrypted. SHA-256 costs less than MD5 where processors have instructions for it.
    private static func recorded(_ head: ResponseHead) -> Digest? {
        if head["content-encoding"] != nil { return nil }
        return ObjectMetadata.digest(head, by: .sha256) ?? ObjectMetadata.digestOfRclone(head)
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
