internal import FerryCore
internal import FerryEndpoints

/// The tags of an object, which rules and bills go by ("Categorizing your storage by using tags"). An object that is made
/// anew has none, and on some stores (radosgw of Ceph 16) neither has a copy with other metadata, whatever its request says:
/// they are given to it afterwards.
struct ObjectTags {
    /// As the store describes them, which is how it takes them.
    private let document: SharedBytes

    private static let query = [(name: "tagging", value: "")]

    /// Those of an object with this head; nil where it has none, or nobody may see them.
    static func told(by head: ResponseHead, of key: [UInt8], _ client: S3Client) throws(S3Failure) -> ObjectTags? {
        guard let count = head["x-amz-tagging-count"].flatMap({ Int($0) }), count > 0 else { return nil }
        var request = S3Request(.get, key: key)
        request.query = query
        let reply = try client.settledReply(to: request)
        if reply.head.isSuccess { return ObjectTags(document: SharedBytes(reply.body)) }
        guard (400..<500).contains(reply.status), reply.status != 429 else { throw S3Failure(reply) }
        return nil
    }

    /// Replaces what the object has.
    func give(to key: [UInt8], _ client: S3Client) throws(S3Failure) {
        var request = S3Request(.put, key: key)
        request.query = Self.query
        request.body = document
        request.contentMD5 = Hasher.digest(document.bytes, .md5)
        _ = try client.perform(request)
    }
}
