internal import FerryCore
internal import FerryEndpoints

/// The tag that a store answers to a copy of a whole object.
struct CopiedTag {
    private let tag: String
    private let head: ResponseHead

    init(_ tag: String, _ head: ResponseHead) {
        self.tag = tag
        self.head = head
    }

    /// Where the tags of both are digests, they are digests of the same content. Whether one of them is encrypted so that its
    /// tag is none is asked only where they differ.
    func check(against source: CopySource, key: [UInt8], _ client: S3Client) throws(S3Failure) {
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
}
