internal import FerryCore
internal import FerryEndpoints

/// The checksum that some stores keep of content and answer with, whatever they encrypt it with: asked for where tags tell
/// nothing ("Checking object integrity"). Stores that do not know it ignore it.
enum ContentChecksum {
    static let algorithm = DigestAlgorithm.sha256
    static let name = "SHA256"
    static let header = "x-amz-checksum-sha256"
    static let element = "ChecksumSHA256"

    /// Of requests that begin an upload in parts.
    static let asking: (name: String, value: String) = ("x-amz-checksum-algorithm", name)

    /// Of requests that bring content. Some stores keep it only where its algorithm is named as well.
    static func headers(_ digest: Digest) -> [(name: String, value: String)] {
        [(header, Base64.encode(digest.bytes)), ("x-amz-sdk-checksum-algorithm", name)]
    }

    static func digest(_ text: String) -> Digest? {
        Base64.decode(text.utf8).flatMap { Digest(algorithm: algorithm, bytes: $0) }
    }

    /// Of an object in parts: the digest of their digests, and their number.
    static func ofParts(_ digests: [Digest]) -> String {
        let digest = Hasher.digest(digests.flatMap(\.bytes), algorithm)
        return "\(Base64.encode(digest.bytes))-\(digests.count)"
    }

    /// Whether the answer confirms the content by its checksum; another one is corruption.
    static func confirms(_ head: ResponseHead, _ digest: Digest) throws(S3Failure) -> Bool {
        guard let stored = head[header].flatMap(Self.digest) else { return false }
        if stored != digest { throw S3Failure(.corrupted) }
        return true
    }
}
