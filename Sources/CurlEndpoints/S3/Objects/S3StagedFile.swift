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
    private var lastWasCopy = false
    /// Another object of the store, which all of the content comes from.
    private var original: (source: CopySource, size: Int64)?
    /// The object whose content passes through here, if it is one.
    private var forerunner: S3Reader?
    /// What the object is to have as soon as it is there.
    private var tags = CarriedTags.none
    private var upload: MultipartUpload?
    /// What the object of the upload will say of itself.
    private var declared: Metadata
    /// Another process may go on with the upload.
    private var outlives = false
    /// The object of the upload, once it is one.
    private var stored: StoredObject?
    private var committed: Committed?
    private var hasEnded = false

    init(_ request: StageRequest, on endpoint: S3Endpoint) throws(EndpointError) {
        self.request = request
        self.endpoint = endpoint
        plan = PartPlan(size: request.size)
        buffer = PartBuffer(capacity: plan.length(ofPart: 1), expecting: request.size)
        declared = request.metadata
        if declared.modified == nil { declared.modified = .now }
        let key = try endpoint.key(request.path, .write)
        if let token = request.resuming { try resume(token, key) }
    }

    deinit {
        if hasEnded { return }
        if outlives { upload?.leave() } else { upload?.abort() }
    }

    var unsentLength: Int64 { upload?.unsentLength ?? 0 }

    var copiedLength: Int64 { original == nil ? 0 : position }

    /// What the store does not copy passes through here, when it is staged again.
    var isLost: Bool { original != nil && stored == nil && endpoint.client.refusesCopies }

    /// Everything is written again from the beginning, since a store does not hand out parts to be looked at; those that it
    /// has are compared by their digests and not sent.
    private func resume(_ token: ResumeToken, _ key: [UInt8]) throws(EndpointError) {
        guard let token = S3ResumeToken(token) else { throw failure(S3Failure(.notFound, "the upload is gone")) }
        declared = token.metadata
        upload = try run { () throws(S3Failure) in
            try MultipartUpload(resuming: token.upload, key: key, client: endpoint.client)
        }
        outlives = true
    }

    func write(_ bytes: UnsafeRawBufferPointer, at offset: Int64) throws(EndpointError) {
        let isRepeated = offset == lastOffset && !lastWasCopy && offset + Int64(bytes.count) >= position
        guard offset == position || isRepeated, original == nil else {
            throw failure(S3Failure(.unsupported, "objects are written from the beginning to the end"))
        }
        // Of a write that is repeated, some may have been taken.
        var rest = UnsafeRawBufferPointer(rebasing: bytes[Int(position - offset)...])
        (lastOffset, lastWasCopy) = (offset, false)
        try run { () throws(S3Failure) in try upload?.settle() }
        while !rest.isEmpty {
            if buffer.isFull { try sendPart() }
            let taken = buffer.append(rest)
            rest = UnsafeRawBufferPointer(rebasing: rest[taken...])
            position += Int64(taken)
        }
    }

    func inherit(from reader: any ByteReader) { forerunner = reader.undecorated as? S3Reader }

    func copy(_ range: ByteRange, of entry: Entry, at offset: Int64) throws(EndpointError) {
        let source = CopySource(key: try endpoint.key(entry.path, .read), tag: entry.tag, client: endpoint.client)
        try copy(range, of: source, at: offset)
    }

    private func copy(_ range: ByteRange, of source: CopySource, at offset: Int64) throws(EndpointError) {
        // Made again, the part is there already and needs only to be sent.
        if lastWasCopy, offset == lastOffset, offset + range.length == position {
            return try run { () throws(S3Failure) in try upload?.settle() }
        }
        guard offset == position, original == nil else {
            throw failure(S3Failure(.unsupported, "objects are written from the beginning to the end"))
        }
        if buffer.count > 0 {
            guard Int64(buffer.count) >= PartPlan.smallest else {
                throw failure(S3Failure(.unsupported, "a part of \(buffer.count) bytes is too small"))
            }
            try sendPart()
        }
        try run { () throws(S3Failure) in
            let upload = try begin()
            try upload.settle()
            (lastOffset, lastWasCopy) = (offset, true)
            position += range.length
            try upload.copy(range, of: source, to: offset)
        }
    }

    /// Written parts are confirmed as they arrive: each is sent with its digest, and answered by it.
    func storedDigests(by algorithm: DigestAlgorithm) throws(EndpointError) -> [StoredDigest]? {
        guard let upload else { return [] }
        return try run { () throws(S3Failure) in try upload.copiedDigests() }
    }

    /// Another object of the store is copied by the store, by the commit: until then its bytes are only counted, however few
    /// of them are to be taken at a time.
    func splice(from reader: any ByteReader, length: Int64, at offset: Int64) throws(EndpointError) -> Int64 {
        guard let source = reader.undecorated as? S3Reader, source.position == offset, offset == position,
            buffer.count == 0, upload == nil, endpoint.copies(from: source.endpoint)
        else { return 0 }
        let copied = source.copySource
        if offset == 0 { original = (copied, source.entry.size) }
        guard let original, original.source.isSame(as: copied) else { return 0 }
        let taken = min(length, original.size - offset)
        position += taken
        source.skip(taken)
        return taken
    }

    func hole(_ range: ByteRange) throws(EndpointError) { try writeZeros(range, from: position) }

    /// Of the whole parts. Without one there is nothing that could be found again.
    func checkpoint() throws(EndpointError) -> ResumeToken {
        guard let upload, upload.partCount > 0 else {
            throw failure(S3Failure(.unsupported, "no part of the upload is complete yet"))
        }
        try run { () throws(S3Failure) in try upload.drain() }
        outlives = true
        return S3ResumeToken(metadata: declared, upload: upload.identifier).token
    }

    /// A store has an object for good once it says so.
    func synchronize() {}

    func commit(metadata: Metadata, length: Int64) throws(EndpointError) -> Committed {
        if let committed { return committed }
        guard length == position else {
            throw failure(S3Failure(.corrupted, "\(position) bytes were written, \(length) were to be"), .replace)
        }
        var metadata = metadata
        if metadata.modified == nil { metadata.modified = declared.modified }
        let stored = try finished(metadata)
        let lost = try giveTags()
        let tag = try correct(metadata) ?? stored.tag
        var result = Committed(
            entry: Entry(
                path: request.path, kind: .file, size: length, modified: metadata.modified,
                permissions: metadata.permissions.map { $0 & 0o7777 }, version: .tag(tag),
                digest: EntityTag.digest(tag)
            ),
            notSet: metadata.fields.subtracting(ObjectMetadata.kept).union(lost), isConfirmed: stored.isConfirmed)
        result.keepsStoredDigests = stored.isOfItsParts
        hasEnded = true
        committed = result
        return result
    }

    func keep(at path: RelativePath) throws(EndpointError) {
        if hasEnded { return }
        if upload != nil && path != request.path {
            throw failure(S3Failure(.unsupported, "an upload in parts cannot get another name"), .write)
        }
        _ = try run(.write) { () throws(S3Failure) in try store(at: path, declared) }
        hasEnded = true
    }

    func discard() {
        if hasEnded { return }
        hasEnded = true
        upload?.abort()
    }

    // MARK: Requests

    /// The object, made by the first commit that gets so far: a later one has only its metadata to correct.
    private func finished(_ metadata: Metadata) throws(EndpointError) -> StoredObject {
        if let stored { return stored }
        let new = try run(.replace) { () throws(S3Failure) in try store(at: request.path, metadata) }
        stored = new
        return new
    }

    /// Stores what was written.
    private func store(at path: RelativePath, _ metadata: Metadata) throws(S3Failure) -> StoredObject {
        let key = endpoint.prefix + path.bytes
        let condition = WriteCondition(sparesExisting: request.sparesExisting && path == request.path)
        if let original {
            guard position == original.size else { throw S3Failure(.unsupported, "objects are copied whole") }
            let carried = try CarriedHeaders.copied(original.source, to: endpoint.client)
            tags = carried.tags
            let headers =
                ObjectHeaders.headers(key, metadata, endpoint.client.settings, carrying: carried) + condition.headers
            return try ObjectCopy(
                source: original.source, size: original.size, key: key, headers: headers, client: endpoint.client
            )
            .store()
        }
        if let upload, buffer.count > 0 || upload.partCount > 0 {
            if buffer.count > 0 { try upload.send(takeBuffer()) }
            return try condition.told { () throws(S3Failure) in try upload.complete(condition) }
        }
        upload?.abort()
        upload = nil
        let carried = try inherited() ?? .none
        tags = carried.tags
        let single = SingleUpload(
            key: key, metadata: metadata, carried: carried, client: endpoint.client, condition: condition)
        return try condition.told { () throws(S3Failure) in try single.send(buffer.shared()) }
    }

    /// Returns what was lost of them.
    private func giveTags() throws(EndpointError) -> MetadataFields {
        try run(.setMetadata) { () throws(S3Failure) in
            try tags.give(to: endpoint.prefix + request.path.bytes, endpoint.client)
        }
    }

    /// An upload had to say first what its object is given. Another value takes a copy in the store, of which this is the
    /// tag.
    private func correct(_ metadata: Metadata) throws(EndpointError) -> String? {
        guard upload != nil, ObjectMetadata.kept(of: declared) != ObjectMetadata.kept(of: metadata) else { return nil }
        return try MetadataChange(metadata, path: request.path, endpoint: endpoint).make().tag
    }

    private func sendPart() throws(EndpointError) {
        try run { () throws(S3Failure) in try begin().send(takeBuffer()) }
    }

    /// The upload of which the parts are; begun with the first.
    private func begin() throws(S3Failure) -> MultipartUpload {
        if let upload { return upload }
        let key = endpoint.prefix + request.path.bytes
        let carried = try carried(to: key)
        tags = carried.tags
        var headers = ObjectHeaders.headers(key, declared, endpoint.client.settings, carrying: carried)
        if request.size != nil, !request.isComposed {
            headers.append((ObjectMetadata.prefix + ObjectMetadata.partLength, String(plan.length(ofPart: 1))))
        }
        let new = try MultipartUpload(key: key, headers: headers, client: endpoint.client)
        upload = new
        return new
    }

    /// One request more beside those of the parts, where it is no copy, whether any of the old object is copied or not: which
    /// headers an object keeps does not depend on what is known of its content.
    private func carried(to key: [UInt8]) throws(S3Failure) -> CarriedHeaders {
        if let inherited = try inherited() { return inherited }
        return request.sparesExisting ? .none : try .replaced(at: key, endpoint.client)
    }

    /// What the object passes on whose content was sent.
    private func inherited() throws(S3Failure) -> CarriedHeaders? {
        guard let forerunner else { return nil }
        return try CarriedHeaders.copied(forerunner.copySource, to: endpoint.client)
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
