internal import FerryEndpoints

/// One version of an object that requests copy from.
struct CopySource {
    let key: [UInt8]
    /// Nil where nobody knows which version it is.
    let tag: String?
    /// Of the bucket that it is in.
    let client: S3Client
    /// What its store has told of it, if it was asked.
    var head: ResponseHead?

    /// Whether both name one version.
    func isSame(as other: CopySource) -> Bool { key == other.key && tag == other.tag }

    /// Names it to the store, which may or may not heed the condition.
    var headers: [(name: String, value: String)] {
        let source = "\(URIEncoding.encode(client.address.bucket.utf8))/\(URIEncoding.encode(key, keepsSlashes: true))"
        let condition = tag.map { [(name: "x-amz-copy-source-if-match", value: "\"\($0)\"")] } ?? []
        return [("x-amz-copy-source", source)] + condition + client.settings.encryption.copying
    }

    /// Not every store heeds conditions on copies (radosgw of Ceph 16 ignores those of parts): after the last one the source
    /// must be what it was before the first.
    func requireUnchanged() throws(S3Failure) {
        guard let tag else { return }
        let reply = try client.reply(to: client.look(at: key))
        guard reply.head.isSuccess, reply.head["etag"].map(EntityTag.plain) == tag else {
            throw S3Failure(.changedDuringTransfer, "what ranges were copied from changed meanwhile")
        }
    }
}
