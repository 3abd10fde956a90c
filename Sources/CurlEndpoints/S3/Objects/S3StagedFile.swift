internal import FerryCore
internal import FerryEndpoints

/// An object on its way: one request at the commit when it is small, an open multipart upload when it is not. Nobody sees
/// either before the commit, which replaces what was there at once.
final class S3StagedFile: StagedFile {
    private let request: StageRequest
    private let endpoint: S3Endpoint
    private let plan: PartPlan
    /// The content since the last part, as long as the next part.
    private var buffer: PartBuffer
    private var position: Int64 = 0
    /// Where the last write began: it may be repeated.
    private var lastOffset: Int64 = 0
    private var upload: MultipartUpload?
    private var committed: Committed?
    private var hasEnded = false

    init(_ request: StageRequest, on endpoint: S3Endpoint) throws(EndpointError) {
        self.request = request
        self.endpoint = endpoint
        plan = PartPlan(size: request.size)
        buffer = PartBuffer(capacity: plan.length(ofPart: 1), expecting: request.size)
        _ = try endpoint.key(request.path, .write)
        if request.resuming != nil { throw failure(S3Failure(.notFound, "the upload is gone")) }
    }

    deinit {
        if !hasEnded { upload?.abort() }
    }

    func write(_ bytes: UnsafeRawBufferPointer, at offset: Int64) throws(EndpointError) {
        guard offset == position || offset == lastOffset && offset + Int64(bytes.count) >= position else {
            throw failure(S3Failure(.unsupported, "objects are written from the beginning to the end"))
        }
        // Of a write that is repeated, some may have been taken.
        var rest = UnsafeRawBufferPointer(rebasing: bytes[Int(position - offset)...])
        lastOffset = offset
        try run { () throws(S3Failure) in try upload?.settle() }
        while !rest.isEmpty {
            if buffer.isFull { try sendPart() }
            let taken = buffer.append(rest)
            rest = UnsafeRawBufferPointer(rebasing: rest[taken...])
            position += Int64(taken)
        }
    }

    func copy(_ range: ByteRange, of entry: Entry, at offset: Int64) throws(EndpointError) {
        guard offset == position else {
            throw failure(S3Failure(.unsupported, "objects are written from the beginning to the end"))
        }
        if buffer.count > 0 {
            guard Int64(buffer.count) >= PartPlan.smallest else {
                throw failure(S3Failure(.unsupported, "a part of \(buffer.count) bytes is too small"))
            }
            try sendPart()
        }
        let source = try endpoint.key(entry.path, .read)
        try run { () throws(S3Failure) in
            try begin().copy(range, of: source, tag: entry.tag)
        }
        position += range.length
    }

    func hole(_ range: ByteRange) throws(EndpointError) { try writeZeros(range, from: position) }

    func checkpoint() throws(EndpointError) -> ResumeToken {
        throw failure(S3Failure(.unsupported))
    }

    /// A store has an object for good once it says so.
    func synchronize() {}

    func commit(metadata: Metadata, length: Int64) throws(EndpointError) -> Committed {
        if let committed { return committed }
        guard length == position else {
            throw failure(S3Failure(.corrupted, "\(position) bytes were written, \(length) were to be"), .replace)
        }
        var metadata = metadata
        if metadata.modified == nil {
            metadata.modified = upload?.metadata.modified ?? request.metadata.modified ?? .now
        }
        let stored = try run(.replace) { () throws(S3Failure) in try store(at: request.path, metadata) }
        if let upload, upload.metadata != metadata {
            _ = try endpoint.apply(metadata, to: request.path, kind: .file)
        }
        let result = Committed(
            entry: Entry(
                path: request.path, kind: .file, size: length, modified: metadata.modified,
                permissions: metadata.permissions.map { $0 & 0o7777 }, version: .tag(stored.tag),
                digest: EntityTag.digest(stored.tag)
            ),
            notSet: metadata.fields.subtracting(ObjectMetadata.kept), isConfirmed: stored.isConfirmed)
        hasEnded = true
        committed = result
        return result
    }

    func keep(at path: RelativePath) throws(EndpointError) {
        if hasEnded { return }
        if upload != nil && path != request.path {
            throw failure(S3Failure(.unsupported, "an upload in parts cannot get another name"), .write)
        }
        var metadata = request.metadata
        if metadata.modified == nil { metadata.modified = .now }
        _ = try run(.write) { () throws(S3Failure) in try store(at: path, metadata) }
        hasEnded = true
    }

    func discard() {
        if hasEnded { return }
        hasEnded = true
        upload?.abort()
    }

    // MARK: Requests

    /// Stores what was written.
    private func store(at path: RelativePath, _ metadata: Metadata) throws(S3Failure) -> StoredObject {
        if let upload {
            if buffer.count > 0 { try upload.send(takeBuffer()) }
            return try upload.complete()
        }
        return try SingleUpload(key: endpoint.prefix + path.bytes, metadata: metadata, client: endpoint.client)
            .send(buffer.shared())
    }

    private func sendPart() throws(EndpointError) {
        try run { () throws(S3Failure) in try begin().send(takeBuffer()) }
    }

    /// The upload of which the parts are; begun with the first.
    private func begin() throws(S3Failure) -> MultipartUpload {
        if let upload { return upload }
        var metadata = request.metadata
        if metadata.modified == nil { metadata.modified = .now }
        let new = try MultipartUpload(
            key: endpoint.prefix + request.path.bytes, metadata: metadata, client: endpoint.client)
        upload = new
        return new
    }

    private func takeBuffer() -> SharedBytes {
        let bytes = buffer.shared()
        let next = (upload?.partCount ?? 0) + 2
        buffer = PartBuffer(capacity: plan.length(ofPart: next), expecting: request.size.map { $0 - position })
        return bytes
    }

    private func run<Result>(
        _ operation: EndpointError.Operation = .write, _ body: () throws(S3Failure) -> Result
    ) throws(EndpointError) -> Result {
        do throws(S3Failure) { return try body() } catch { throw failure(error, operation) }
    }

    private func failure(_ failure: S3Failure, _ operation: EndpointError.Operation = .write) -> EndpointError {
        failure.error(operation, request.path, at: endpoint.location)
    }
}
