internal import FerryCore
internal import FerryEndpoints

/// Other metadata for an object whose content stays: a copy onto itself, which happens in the store.
struct MetadataChange {
    private let metadata: Metadata
    private let path: RelativePath
    private let endpoint: S3Endpoint

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
            let headers = ObjectHeaders.headers(
                key, metadata, endpoint.client.settings, carrying: CarriedHeaders(reply.head))
            return try ObjectCopy(source: source, size: size, key: key, headers: headers, client: endpoint.client)
                .make()
        } catch {
            throw error.error(.setMetadata, path, at: endpoint.location)
        }
    }
}
