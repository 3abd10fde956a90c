internal import FerryCore

extension Entry {
    /// An object as the head of an answer describes it. Nil without a length.
    convenience init?(object path: RelativePath, _ head: ResponseHead, size: Int64? = nil) {
        guard let size = size ?? head["content-length"].flatMap({ Int64($0) }), size >= 0 else { return nil }
        let tag = head["etag"].map(EntityTag.plain)
        // Where the store encrypts with keys, the tag is no digest.
        let isPlain = !ObjectEncryption.hidesDigests(head)
        self.init(
            path: path, kind: .file, size: size, modified: ObjectMetadata.modified(head),
            permissions: ObjectMetadata.permissions(head), version: tag.map { .tag($0) },
            digest: isPlain ? tag.flatMap(EntityTag.digest) : nil,
            isModifiedInSeconds: ObjectMetadata.isModifiedInSeconds(head))
    }

    /// The tag of an object; nil for what is none.
    var tag: String? {
        if case .tag(let tag) = version { tag } else { nil }
    }
}
