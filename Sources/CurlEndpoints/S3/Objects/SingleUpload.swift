internal import FerryCore
internal import FerryEndpoints

/// An object as one request ("PutObject").
struct SingleUpload {
    let key: [UInt8]
    let metadata: Metadata
    /// What else belongs to it.
    let carried: CarriedHeaders
    let client: S3Client
    let condition: WriteCondition

    /// The store refuses content whose digest is not the one sent along.
    func send(_ bytes: SharedBytes) throws(S3Failure) -> StoredObject {
        var request = S3Request(.put, key: key)
        request.body = bytes
        let digest = Hasher.digest(bytes.bytes, .md5)
        request.contentMD5 = digest
        request.headers = ObjectHeaders.headers(key, metadata, client.settings, carrying: carried) + condition.headers
        let checksum = addChecksum(bytes, to: &request)
        let reply = try client.perform(request)
        let tag = try UploadedTag.check(reply, digest)
        let isConfirmed = try checksum.map { (digest) throws(S3Failure) in
            try ContentChecksum.confirms(reply.head, digest)
        }
        return StoredObject(tag: tag, isConfirmed: EntityTag.digest(tag) == digest || isConfirmed == true)
    }

    /// Where the signature covers the content, a digest is known before the request; where tags tell nothing, the store is
    /// asked for it.
    private func addChecksum(_ bytes: SharedBytes, to request: inout S3Request) -> Digest? {
        let asks = client.settings.encryption.hidesDigests
        guard asks || !client.address.isSecure else { return nil }
        let digest = Hasher.digest(bytes.bytes, ContentChecksum.algorithm)
        request.contentSHA256 = digest
        ObjectMetadata.add(digest, to: &request.headers)
        if asks { request.headers += ContentChecksum.headers(digest) }
        return digest
    }
}

/// What a store says of an object that it has taken.
struct StoredObject {
    let tag: String
    /// Whether its tag is a digest, and that of what was sent.
    let isConfirmed: Bool
    /// Of an object in parts, whether its tag or checksum is what those of the parts come to.
    var isOfItsParts = true
}

/// The tag that a store answers to content which it was sent.
enum UploadedTag {
    /// Returns it without quotes. One that is a digest must be the content's.
    static func check(_ reply: Reply, _ digest: Digest) throws(S3Failure) -> String {
        guard let tag = reply.head["etag"].map(EntityTag.plain) else {
            throw S3Failure(.protocolViolation, "the server does not say what it stored")
        }
        if let stored = EntityTag.digest(tag), stored != digest, !ObjectEncryption.hidesDigests(reply.head) {
            throw S3Failure(.corrupted)
        }
        return tag
    }
}
