internal import FerryCore
internal import FerryEndpoints

/// Other metadata for an object whose content stays: a copy onto itself, which happens in the store where that can do it.
struct MetadataChange {
    private let metadata: Metadata
    private let path: RelativePath
    private let endpoint: S3Endpoint

    init(_ metadata: Metadata, path: RelativePath, endpoint: S3Endpoint) {
        self.metadata = metadata
        self.path = path
        self.endpoint = endpoint
    }

    /// The object's new tag, and what it lost.
    struct Outcome {
        let tag: String
        var lost: MetadataFields = []
    }

    func make() throws(EndpointError) -> Outcome {
        let key = try endpoint.key(path, .setMetadata)
        let head: ResponseHead
        do throws(S3Failure) {
            head = try endpoint.client.perform(endpoint.client.look(at: key)).head
            if let outcome = try copied(key, head) { return outcome }
        } catch {
            throw error.error(.setMetadata, path, at: endpoint.location)
        }
        return try replace(key, head)
    }

    /// Nil where the store does not do that.
    private func copied(_ key: [UInt8], _ head: ResponseHead) throws(S3Failure) -> Outcome? {
        if endpoint.client.refusesCopies { return nil }
        let source = CopySource(key: key, tag: head["etag"].map(EntityTag.plain), client: endpoint.client)
        let size = head["content-length"].flatMap { Int64($0) } ?? 0
        let carried = try CarriedHeaders(head, of: key, endpoint.client)
        let headers = ObjectHeaders.headers(key, metadata, endpoint.client.settings, carrying: carried)
        let copy = ObjectCopy(source: source, size: size, key: key, headers: headers, client: endpoint.client)
        let tag: String
        do throws(S3Failure) {
            tag = try copy.make()
        } catch  where error.isRefusalToCopy {
            return nil
        }
        return Outcome(tag: tag, lost: try carried.tags.give(to: key, endpoint.client))
    }

    /// Somebody's newer object is not to be lost for the sake of an old one's metadata. A moment stays in which it could be.
    private func requireSame(_ key: [UInt8], as head: ResponseHead) throws(EndpointError) {
        let now: ResponseHead
        do throws(S3Failure) {
            now = try endpoint.client.perform(endpoint.client.look(at: key)).head
        } catch {
            throw error.error(.setMetadata, path, at: endpoint.location)
        }
        guard now["etag"] == head["etag"] else {
            throw EndpointError(.changedDuringTransfer, .setMetadata, path: path, location: endpoint.location)
        }
    }

    /// Where the store does not copy, its content comes here and goes back. What the change leaves out stays.
    private func replace(_ key: [UInt8], _ head: ResponseHead) throws(EndpointError) -> Outcome {
        guard let entry = Entry(object: path, head) else {
            throw EndpointError(.protocolViolation, .setMetadata, path: path, location: endpoint.location)
        }
        let metadata = Metadata(
            modified: metadata.modified ?? entry.modified, permissions: metadata.permissions ?? entry.permissions)
        let reader = try S3Reader(entry, range: nil, of: endpoint)
        let file = try S3StagedFile(StageRequest(path: path, size: entry.size, metadata: metadata), on: endpoint)
        file.inherit(from: reader)
        let buffer = UnsafeMutableRawBufferPointer.allocate(byteCount: 1 << 20, alignment: 16)
        defer { buffer.deallocate() }
        var length: Int64 = 0
        while case let count = try reader.read(into: buffer), count > 0 {
            try file.write(UnsafeRawBufferPointer(rebasing: buffer[..<count]), at: length)
            length += Int64(count)
        }
        try reader.verifyUnchanged()
        try requireSame(key, as: head)
        let committed = try file.commit(metadata: metadata, length: length)
        return Outcome(tag: committed.entry.tag ?? "", lost: committed.notSet.intersection(.tags))
    }
}
