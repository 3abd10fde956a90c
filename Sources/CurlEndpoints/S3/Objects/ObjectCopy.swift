internal import FerryCore
internal import FerryEndpoints

/// A whole object made of another one, in the store.
struct ObjectCopy {
    let source: CopySource
    let size: Int64
    let key: [UInt8]
    /// What the new object is given besides its content.
    let headers: [(name: String, value: String)]
    let client: S3Client
    /// The length of what one request may copy.
    var largestAtOnce = PartPlan.largest
    /// Of larger objects.
    var partLength = PartPlan.largestCopy

    /// Returns the new object's tag. A store that does not do that is remembered.
    func make() throws(S3Failure) -> String {
        let tag: String
        do throws(S3Failure) {
            tag = size <= largestAtOnce ? try copyAtOnce() : try copyInParts()
        } catch {
            if error.isRefusalToCopy { client.noteRefusedCopy() }
            throw error
        }
        if !isConfirmed(by: tag) { try requireStored() }
        return tag
    }

    /// As `make`.
    func store() throws(S3Failure) -> StoredObject {
        let tag = try make()
        return StoredObject(tag: tag, isConfirmed: isConfirmed(by: tag))
    }

    /// A tag that is a digest and stayed the same says that the store copied what was there.
    private func isConfirmed(by tag: String) -> Bool { EntityTag.digest(tag) != nil && tag == source.tag }

    /// Where the answer does not tell what was copied, a look at least tells that something was, and how much. Not everybody who
    /// may write may look.
    private func requireStored() throws(S3Failure) {
        let reply = try client.settledReply(to: client.look(at: key))
        if reply.status == 404 {
            throw S3Failure(.corrupted, "the copy that the store says it has made is not there")
        }
        guard reply.head.isSuccess else {
            let failure = S3Failure(reply)
            if failure.code.isTransient { throw failure }
            return
        }
        guard reply.head["content-length"].flatMap({ Int64($0) }) == size else {
            throw S3Failure(.corrupted, "the copy that the store has made has another length")
        }
    }

    /// Success may turn into an error while the body is written ("CopyObject").
    private func copyAtOnce() throws(S3Failure) -> String {
        var request = S3Request(.put, key: key)
        request.headers = source.headers + [("x-amz-metadata-directive", "REPLACE")] + headers
        if headers.contains(where: { $0.name == ObjectTags.headerName }) {
            request.headers.append(("x-amz-tagging-directive", "REPLACE"))
        }
        let answer = try client.headAndDocument(request)
        let tag = try ObjectTag.told(by: answer.document, of: key, client)
        try requireSameContent(tag, answer.head)
        return tag
    }

    /// Where the tags of both are digests, they are digests of the same content. Whether one of them is encrypted so that its
    /// tag is none is asked only where they differ.
    private func requireSameContent(_ tag: String, _ head: ResponseHead) throws(S3Failure) {
        guard let copied = EntityTag.digest(tag), let original = source.tag.flatMap(EntityTag.digest),
            copied != original, !ObjectEncryption.hidesDigests(head), !source.client.settings.encryption.hidesDigests,
            !client.settings.encryption.hidesDigests
        else { return }
        let heads = [
            try source.client.perform(source.client.look(at: source.key)).head,
            try client.perform(client.look(at: key)).head,
        ]
        if heads.contains(where: ObjectEncryption.hidesDigests) { return }
        throw S3Failure(.corrupted, "the copy that the store has made has other content")
    }

    private func copyInParts() throws(S3Failure) -> String {
        let upload = try MultipartUpload(key: key, headers: headers, client: client)
        do throws(S3Failure) {
            for offset in stride(from: 0, to: size, by: Int(partLength)) {
                try upload.copy(
                    ByteRange(offset: offset, length: min(partLength, size - offset)), of: source, to: offset)
            }
            return try upload.complete().tag
        } catch {
            upload.abort()
            throw error
        }
    }
}

extension S3Failure {
    /// Of the whole store, or of one kind of objects; not of a state that this one is in.
    var isRefusalToCopy: Bool { code == .unsupported && ["NotImplemented", "MethodNotAllowed", nil].contains(s3Code) }
}

/// The tag of an object that a request has made.
enum ObjectTag {
    /// radosgw of Ceph 16 answers an empty tag to the end of an upload: then the object is looked at.
    static func told(by answer: XMLElement, of key: [UInt8], _ client: S3Client) throws(S3Failure) -> String {
        if let tag = answer["ETag"].map(EntityTag.plain), !tag.isEmpty { return tag }
        let reply = try client.perform(client.look(at: key))
        guard let tag = reply.head["etag"].map(EntityTag.plain) else {
            throw S3Failure(.protocolViolation, "the server does not say what it stored")
        }
        return tag
    }
}
