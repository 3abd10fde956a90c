internal import FerryCore
internal import FerryEndpoints

/// An object in parts ("CreateMultipartUpload"), a few of them under way at a time. Used by one thread.
final class MultipartUpload {
    let metadata: Metadata
    private let key: [UInt8]
    private let client: S3Client
    private let identifier: String
    private var parts: [UploadPart] = []
    /// The first part that may still be under way.
    private var oldest = 0
    /// Objects that parts were copied from, with the tags that they must still have in the end.
    private var sources: [[UInt8]: String] = [:]

    /// Parts of 8 MiB on loopback: two saturate it, four keep a link of 50 ms busy at 5 Gbit/s.
    private static let window = 4

    init(key: [UInt8], metadata: Metadata, client: S3Client) throws(S3Failure) {
        self.key = key
        self.metadata = metadata
        self.client = client
        var request = S3Request(.post, key: key)
        request.query = [("uploads", "")]
        request.headers = ObjectHeaders.headers(key, metadata, client.settings)
        guard let identifier = try client.document(request)["UploadId"] else {
            throw S3Failure(.protocolViolation, "the server does not name the upload")
        }
        self.identifier = identifier
    }

    var partCount: Int { parts.count }

    /// Adds a part. It is part of the upload even when this throws: `settle` sends it again.
    func send(_ bytes: SharedBytes) throws(S3Failure) {
        try add(UploadPart(.bytes(bytes, Hasher.digest(bytes.bytes, .md5))))
    }

    /// Adds a part that is a range of another object of the bucket.
    func copy(_ range: ByteRange, of source: [UInt8], tag: String?) throws(S3Failure) {
        if let tag { sources[source] = tag }
        try add(UploadPart(.copy(range, source, tag)))
    }

    /// Sends again what failed.
    func settle() throws(S3Failure) {
        for index in parts.indices[oldest...] where parts[index].isWaiting { try start(index) }
    }

    /// Waits for all parts, and makes them the object.
    func complete() throws(S3Failure) -> StoredObject {
        try settle()
        while oldest < parts.count { try finishOldest() }
        try checkSources()
        var request = S3Request(.post, key: key)
        request.query = [("uploadId", identifier)]
        request.body = SharedBytes(list.utf8)
        let tag = try tag(in: client.document(request))
        let digests = parts.compactMap { $0.tag.flatMap(EntityTag.digest) }
        // A store with tags of another kind has answered other tags for the parts too.
        if digests.count == parts.count, tag.hasSuffix("-\(parts.count)"), tag != EntityTag.ofParts(digests) {
            throw S3Failure(.corrupted)
        }
        let isConfirmed = parts.allSatisfy(\.isConfirmed) && tag == EntityTag.ofParts(digests)
        return StoredObject(tag: tag, isConfirmed: isConfirmed)
    }

    /// radosgw of Ceph 16 answers an empty tag: then the object is looked at.
    private func tag(in answer: XMLElement) throws(S3Failure) -> String {
        if let tag = answer["ETag"].map(EntityTag.plain), !tag.isEmpty { return tag }
        let reply = try client.perform(S3Request(.head, key: key))
        guard let tag = reply.head["etag"].map(EntityTag.plain) else {
            throw S3Failure(.protocolViolation, "the server does not say what it stored")
        }
        return tag
    }

    /// Gives everything up. That it is gone already, or cannot be reached, is no news.
    func abort() {
        for part in parts { part.cancel() }
        var request = S3Request(.delete, key: key)
        request.query = [("uploadId", identifier)]
        _ = try? client.perform(request)
    }

    private func add(_ part: UploadPart) throws(S3Failure) {
        parts.append(part)
        while parts.count - oldest > Self.window { try finishOldest() }
        try start(parts.count - 1)
    }

    private func start(_ index: Int) throws(S3Failure) {
        var request = S3Request(.put, key: key)
        request.query = [("partNumber", String(index + 1)), ("uploadId", identifier)]
        try parts[index].start(request, client)
    }

    private func finishOldest() throws(S3Failure) {
        try parts[oldest].finish()
        oldest += 1
    }

    /// Not every store heeds conditions on copies: the sources must be now what they were.
    private func checkSources() throws(S3Failure) {
        for (source, tag) in sources {
            let reply = try client.reply(to: S3Request(.head, key: source))
            guard reply.head.isSuccess, reply.head["etag"].map(EntityTag.plain) == tag else {
                throw S3Failure(.changedDuringTransfer, "what ranges were copied from changed meanwhile")
            }
        }
    }

    private var list: String {
        let entries = parts.enumerated().map { number, part in
            "<Part><PartNumber>\(number + 1)</PartNumber><ETag>&quot;\(part.tag ?? "")&quot;</ETag></Part>"
        }
        return "<CompleteMultipartUpload>\(entries.joined())</CompleteMultipartUpload>"
    }
}
