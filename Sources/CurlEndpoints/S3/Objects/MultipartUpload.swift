internal import FerryCore
internal import FerryEndpoints

/// An object in parts ("CreateMultipartUpload"), a few of them under way at a time. Used by one thread.
final class MultipartUpload {
    let identifier: String
    private let key: [UInt8]
    private let client: S3Client
    private var parts: [UploadPart] = []
    /// What comes after them, and gathers to be digested together.
    private var gathered: [SharedBytes] = []
    /// What comes between: digested, and not yet sent.
    private var digested: [UploadPart] = []
    /// The first part that may still be under way.
    private var oldest = 0
    private var sources: [[UInt8]: CopySource] = [:]
    /// What an earlier process has sent, by the numbers of the parts.
    private let earlier: [Int: StoredPart]
    /// Of the parts that were not sent again, since they are among those.
    private(set) var unsentLength: Int64 = 0
    /// Whether the store keeps checksums of the parts, which it was asked for.
    private let keepsChecksums: Bool
    /// What the answer to the end of the upload said that cannot be.
    private var contradiction: S3Failure?
    /// Whether tags of parts tell nothing, as far as is known.
    private let hidesDigests: Bool

    /// Parts of 8 MiB on loopback: two saturate it, four keep a link of 50 ms busy at 5 Gbit/s.
    private static let window = 4
    /// Of parts that are in memory beside another one of this upload.
    private var tickets: [PieceBudget.Ticket] = []

    /// Begins one.
    init(key: [UInt8], headers: [(name: String, value: String)], client: S3Client) throws(S3Failure) {
        self.key = key
        self.client = client
        var request = S3Request(.post, key: key)
        request.query = [("uploads", "")]
        request.headers = headers
        let asksForChecksums = ObjectEncryption.hidesDigests(headers)
        if asksForChecksums { request.headers.append(ContentChecksum.asking) }
        let answer = try client.headAndDocument(request)
        guard let identifier = answer.document["UploadId"] else {
            throw S3Failure(.protocolViolation, "the server does not name the upload")
        }
        self.identifier = identifier
        earlier = [:]
        keepsChecksums = answer.head[ContentChecksum.asking.name] == ContentChecksum.name
        hidesDigests = asksForChecksums || ObjectEncryption.hidesDigests(answer.head)
    }

    /// Goes on with one that an earlier process began; `notFound` when it is gone.
    init(resuming identifier: String, key: [UInt8], client: S3Client) throws(S3Failure) {
        self.key = key
        self.client = client
        self.identifier = identifier
        let stored = try StoredPart.list(key: key, upload: identifier, from: client)
        earlier = stored
        keepsChecksums = stored.values.contains { $0.checksum != nil }
        hidesDigests = client.settings.encryption.hidesDigests || keepsChecksums
    }

    var partCount: Int { parts.count + digested.count + gathered.count }

    /// Adds a part. It is part of the upload even when this throws: `settle` sends it again. What an earlier process has
    /// sent already is not sent again.
    func send(_ bytes: SharedBytes) throws(S3Failure) {
        gathered.append(bytes)
        if isBusy, gathered.count < MD5Lanes.count, let ticket = client.partsBehind.take() {
            tickets.append(ticket)
        } else {
            try sendGathered()
        }
    }

    /// Whether the store has so much to do that another part would only wait for it.
    private var isBusy: Bool { parts[oldest...].count(where: \.isUnderWay) > 1 }

    private func sendGathered() throws(S3Failure) {
        if !gathered.isEmpty { digestGathered() }
        while !digested.isEmpty { try add(digested.removeFirst()) }
    }

    private func digestGathered() {
        let digests = MD5Lanes.digests(of: gathered.map(\.bytes))
        for (bytes, digest) in zip(gathered, digests) {
            let checksum = keepsChecksums ? Hasher.digest(bytes.bytes, ContentChecksum.algorithm) : nil
            if let stored = earlier[parts.count + digested.count + 1], stored.size == bytes.count,
                EntityTag.digest(stored.tag) == digest || checksum != nil && stored.checksum == checksum
            {
                digested.append(UploadPart(storedAs: stored))
                unsentLength += Int64(bytes.count)
            } else {
                digested.append(UploadPart(.bytes(bytes, digest, checksum: checksum)))
            }
        }
        gathered = []
    }

    /// Adds a part that is a range of another object of the store, and lies at `offset` of the new one.
    func copy(_ range: ByteRange, of source: CopySource, to offset: Int64) throws(S3Failure) {
        sources[source.key] = source
        try sendGathered()
        try add(UploadPart(.copy(range, source), copiedTo: ByteRange(offset: offset, length: range.length)))
    }

    /// What the store says of the copied parts so far, which it digested as it copied them. Nil where it does not say it of
    /// each: its tags are no digests, and it keeps no checksums.
    func copiedDigests() throws(S3Failure) -> [StoredDigest]? {
        try drain()
        var digests: [StoredDigest] = []
        for part in parts {
            guard let range = part.copiedTo else { continue }
            let tagged = hidesDigests ? nil : part.tag.flatMap(EntityTag.digest)
            guard let digest = part.checksum ?? tagged else { return nil }
            digests.append(StoredDigest(digest, of: range))
        }
        return digests
    }

    /// Sends again what failed, and what was to be sent after it.
    func settle() throws(S3Failure) {
        for index in parts.indices[oldest...] where parts[index].isWaiting { try start(index) }
        while !digested.isEmpty { try add(digested.removeFirst()) }
    }

    /// Waits until all parts so far are stored.
    func drain() throws(S3Failure) {
        try settle()
        try sendGathered()
        while oldest < parts.count { try finishOldest() }
    }

    /// Waits for all parts, and makes them the object. Asked again, an object that turned out to be another one is the same
    /// failure: it may have replaced what ranges were copied from.
    func complete(_ condition: WriteCondition = WriteCondition()) throws(S3Failure) -> StoredObject {
        if let contradiction { throw contradiction }
        try drain()
        for source in sources.values { try source.requireUnchanged() }
        var request = S3Request(.post, key: key)
        request.query = [("uploadId", identifier)]
        request.body = SharedBytes(list.utf8)
        request.headers = condition.headers
        let answer = try client.document(request)
        let tag = try ObjectTag.told(by: answer, of: key, client)
        let digests = parts.compactMap { $0.tag.flatMap(EntityTag.digest) }
        // A store with tags of another kind has answered other tags for the parts too.
        if digests.count == parts.count, tag.hasSuffix("-\(parts.count)"), tag != EntityTag.ofParts(digests) {
            let failure = S3Failure(.corrupted)
            contradiction = failure
            throw failure
        }
        let hasChecksum = try hasChecksum(answer)
        let isWhole = tag == EntityTag.ofParts(digests) || hasChecksum
        return StoredObject(
            tag: tag, isConfirmed: parts.allSatisfy(\.isConfirmed) && isWhole, isOfItsParts: isWhole)
    }

    /// Whether the store answers the checksum of the whole, which must be right.
    private func hasChecksum(_ answer: XMLElement) throws(S3Failure) -> Bool {
        let checksums = parts.compactMap(\.checksum)
        guard checksums.count == parts.count, let told = answer[ContentChecksum.element], told.contains("-") else {
            return false
        }
        if told != ContentChecksum.ofParts(checksums) { throw S3Failure(.corrupted) }
        return true
    }

    /// Gives everything up.
    func abort() {
        leave()
        var request = S3Request(.delete, key: key)
        request.query = [("uploadId", identifier)]
        client.cleanUp(request)
    }

    /// Gives up what is under way. What the store has stays there, for another process.
    func leave() {
        for part in parts { part.cancel() }
    }

    private func add(_ part: UploadPart) throws(S3Failure) {
        parts.append(part)
        while parts.count - oldest > Self.window { try finishOldest() }
        while held > tickets.count + 1, oldest < parts.count - 1 {
            if let ticket = client.partsBehind.take() { tickets.append(ticket) } else { try finishOldest() }
        }
        try start(parts.count - 1)
    }

    /// How many parts are in memory.
    private var held: Int { partCount - oldest }

    private func start(_ index: Int) throws(S3Failure) {
        var request = S3Request(.put, key: key)
        request.query = [("partNumber", String(index + 1)), ("uploadId", identifier)]
        try parts[index].start(request, client)
    }

    private func finishOldest() throws(S3Failure) {
        do throws(S3Failure) {
            try parts[oldest].finish()
            if parts[oldest].copiedTo != nil { client.noteCopy() }
        } catch {
            if parts[oldest].copiedTo != nil { note(error) }
            throw error
        }
        oldest += 1
        tickets.removeLast(max(0, tickets.count - max(0, held - 1)))
    }

    /// Whoever may not read may still write: what is not copied for want of a permission is sent.
    private func note(_ failure: S3Failure) {
        if failure.isRefusalToCopy { client.noteRefusedCopy() }
        if failure.code == .permissionDenied { client.noteForbiddenCopy() }
    }

    private var list: String {
        let entries = parts.enumerated().map { number, part in
            let checksum = part.checksum.map { digest in
                "<\(ContentChecksum.element)>\(Base64.encode(digest.bytes))</\(ContentChecksum.element)>"
            }
            return "<Part><PartNumber>\(number + 1)</PartNumber><ETag>&quot;\(part.tag ?? "")&quot;</ETag>"
                + "\(checksum ?? "")</Part>"
        }
        return "<CompleteMultipartUpload>\(entries.joined())</CompleteMultipartUpload>"
    }
}
