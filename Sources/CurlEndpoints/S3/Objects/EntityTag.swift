internal import FerryCore

/// What a store calls the content of an object.
enum EntityTag {
    /// Without quotes, which some answers lack.
    static func plain(_ tag: String) -> String {
        tag.hasPrefix("\"") && tag.hasSuffix("\"") && tag.utf8.count > 1 ? String(tag.dropFirst().dropLast()) : tag
    }

    /// The digest of the content that a tag is: of an object that was written by one request and is not encrypted with
    /// a key of somebody's own ("Checking object integrity", ETag). Nil for anything else.
    static func digest(_ tag: String) -> Digest? {
        Digest(algorithm: .md5, hexadecimal: plain(tag).utf8)
    }

    /// What the tag of an object in parts says: the digest of their digests, and their number.
    static func partedDigest(_ tag: String) -> (digest: Digest, count: Int)? {
        let parts = plain(tag).split(separator: "-", omittingEmptySubsequences: false)
        guard parts.count == 2, let digest = Digest(algorithm: .md5, hexadecimal: parts[0].utf8),
            let count = Int(parts[1]), count > 0
        else { return nil }
        return (digest, count)
    }

    /// The tag of an object in parts: the digest of their digests, and their number.
    static func ofParts(_ digests: [Digest]) -> String {
        let digest = Hasher.digest(digests.flatMap(\.bytes), .md5)
        return "\(digest.hexadecimal)-\(digests.count)"
    }
}
