internal import FerryCore
internal import FerryEndpoints

/// Other metadata for an object whose content stays: a copy onto itself, which happens in the store.
struct MetadataChange {
    private let metadata: Metadata
    private let path: RelativePath
    private let endpoint: S3Endpoint

    /// What belongs to the object and is carried over; the rest of an answer's head belongs to the answer.
    private static let carried = [
        "cache-control", "content-disposition", "content-encoding", "content-language", "content-type", "expires",
        "x-amz-storage-class", "x-amz-website-redirect-location",
    ]

    init(_ metadata: Metadata, path: RelativePath, endpoint: S3Endpoint) {
        self.metadata = metadata
        self.path = path
        self.endpoint = endpoint
    }

    func make() throws(EndpointError) {
        let key = try endpoint.key(path, .setMetadata)
        do throws(S3Failure) {
            let reply = try endpoint.client.reply(to: S3Request(.head, key: key))
            guard reply.head.isSuccess else { throw S3Failure(reply) }
            try copy(key, reply.head)
        } catch {
            throw error.error(.setMetadata, path, at: endpoint.location)
        }
    }

    private func copy(_ key: [UInt8], _ head: ResponseHead) throws(S3Failure) {
        let length = head["content-length"].flatMap { Int64($0) } ?? 0
        guard length <= PartPlan.largest else {
            throw S3Failure(.unsupported, "the metadata of objects above 5 GiB can be set with their content only")
        }
        let client = endpoint.client
        var request = S3Request(.put, key: key)
        request.headers = CopySource.headers(
            client.address.bucket, key, tag: head["etag"].map(EntityTag.plain))
        request.headers.append(("x-amz-metadata-directive", "REPLACE"))
        request.headers += Self.carried.compactMap { name in head[name].map { (name, $0) } }
        let new = ObjectMetadata.headers(metadata)
        let names = Set(new.map(\.name))
        let old = head.headers(withPrefix: ObjectMetadata.prefix).map { (ObjectMetadata.prefix + $0.name, $0.value) }
        request.headers += new + old.filter { !names.contains($0.0) }
        _ = try client.document(request)
    }
}
