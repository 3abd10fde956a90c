internal import FerryCore
internal import FerryEndpoints

/// An object as one request ("PutObject").
struct SingleUpload {
    let key: [UInt8]
    let metadata: Metadata
    let client: S3Client

    /// The store refuses content whose digest is not the one sent along.
    func send(_ bytes: SharedBytes) throws(S3Failure) -> StoredObject {
        var request = S3Request(.put, key: key)
        request.body = bytes
        let digest = Hasher.digest(bytes.bytes, .md5)
        request.contentMD5 = digest
        request.headers = ObjectHeaders.headers(key, metadata, client.settings)
        let reply = try client.perform(request)
        let tag = try UploadedTag.check(reply, digest)
        return StoredObject(tag: tag, isConfirmed: EntityTag.digest(tag) == digest)
    }
}

/// What a store says of an object that it has taken.
struct StoredObject {
    let tag: String
    /// Whether its tag is a digest, and that of what was sent.
    let isConfirmed: Bool
}

/// The tag that a store answers to content which it was sent.
enum UploadedTag {
    /// Returns it without quotes. One that is a digest must be the content's.
    static func check(_ reply: Reply, _ digest: Digest) throws(S3Failure) -> String {
        guard let tag = reply.head["etag"].map(EntityTag.plain) else {
            throw S3Failure(.protocolViolation, "the server does not say what it stored")
        }
        let isEncrypted =
            reply.head["x-amz-server-side-encryption-customer-algorithm"] != nil
            || reply.head["x-amz-server-side-encryption"].map { $0 != "AES256" } ?? false
        if let stored = EntityTag.digest(tag), !isEncrypted, stored != digest { throw S3Failure(.corrupted) }
        return tag
    }
}
