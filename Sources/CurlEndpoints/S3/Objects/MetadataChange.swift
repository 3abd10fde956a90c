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

    /// Returns the object's tag, which is another one now.
    func make() throws(EndpointError) -> String {
        let key = try endpoint.key(path, .setMetadata)
        do throws(S3Failure) {
            let reply = try endpoint.client.perform(endpoint.client.look(at: key))
            let source = CopySource(key: key, tag: reply.head["etag"].map(EntityTag.plain), client: endpoint.client)
            let size = reply.head["content-length"].flatMap { Int64($0) } ?? 0
            return try ObjectCopy(
                source: source, size: size, key: key, headers: headers(reply.head), client: endpoint.client
            ).make()
        } catch {
            throw error.error(.setMetadata, path, at: endpoint.location)
        }
    }

    private func headers(_ head: ResponseHead) -> [(name: String, value: String)] {
        let new = ObjectMetadata.headers(metadata)
        let names = Set(new.map(\.name))
        let old = head.headers(withPrefix: ObjectMetadata.prefix).map { (ObjectMetadata.prefix + $0.name, $0.value) }
        return endpoint.client.settings.encryption.creating
            + Self.carried.compactMap { name in head[name].map { (name, $0) } } + new
            + old.filter { !names.contains($0.0) }
    }
}
