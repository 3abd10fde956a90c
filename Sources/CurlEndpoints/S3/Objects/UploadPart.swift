internal import FerryCore
internal import FerryEndpoints

/// One part of an upload, until its tag is known.
struct UploadPart {
    enum Content {
        /// The second digest is the checksum that the store is to confirm.
        case bytes(SharedBytes, Digest, checksum: Digest?)
        case copy(ByteRange, CopySource)
    }

    private enum State {
        /// Not under way: new, or failed.
        case waiting
        case sent(Exchange)
        case stored(tag: String, checksum: Digest?)
    }

    /// Whether its tag or checksum is the digest of what was sent.
    private(set) var isConfirmed = false
    /// Nil once it is stored: memory is given back.
    private var content: Content?
    private var state = State.waiting

    /// Where in the object it lies, if it is a copy.
    let copiedTo: ByteRange?

    init(_ content: Content, copiedTo: ByteRange? = nil) {
        self.content = content
        self.copiedTo = copiedTo
    }

    /// One that the store has already; its digest is that of what was to be sent.
    init(storedAs part: StoredPart) {
        state = .stored(tag: part.tag, checksum: part.checksum)
        copiedTo = nil
        isConfirmed = true
    }

    var isWaiting: Bool {
        if case .waiting = state { true } else { false }
    }

    /// Whether the store is still to answer.
    var isUnderWay: Bool {
        if case .sent(let exchange) = state { !exchange.hasEnded } else { false }
    }

    var tag: String? {
        if case .stored(let tag, _) = state { tag } else { nil }
    }

    /// Where the store keeps them.
    var checksum: Digest? {
        if case .stored(_, let checksum) = state { checksum } else { nil }
    }

    /// - Parameter request: Names the part of the upload.
    mutating func start(_ request: S3Request, _ client: S3Client) throws(S3Failure) {
        guard let content else { return }
        var request = request
        request.headers = client.settings.encryption.reading
        switch content {
        case .bytes(let bytes, let digest, let checksum):
            request.body = bytes
            request.contentMD5 = digest
            request.contentSHA256 = checksum
            if let checksum { request.headers += ContentChecksum.headers(checksum) }
        case .copy(let range, let source):
            request.headers += source.headers
            request.headers.append(("x-amz-copy-source-range", "bytes=\(range.offset)-\(range.end - 1)"))
        }
        state = .sent(try client.start(request))
    }

    /// Waits for the answer. After a failure it can be started again.
    mutating func finish() throws(S3Failure) {
        guard case .sent(let exchange) = state, let content else { return }
        state = .waiting
        let reply: Reply
        do throws(CurlFailure) { reply = try exchange.finish() } catch { throw S3Failure(error) }
        guard reply.head.isSuccess else { throw S3Failure(reply) }
        switch content {
        case .bytes(_, let digest, let checksum):
            let tag = try UploadedTag.check(reply, digest)
            let isKept = try checksum.map { (sum) throws(S3Failure) in try ContentChecksum.confirms(reply.head, sum) }
            isConfirmed = EntityTag.digest(tag) == digest || isKept == true
            state = .stored(tag: tag, checksum: isKept == true ? checksum : nil)
        case .copy: state = try Self.copied(reply)
        }
        self.content = nil
    }

    func cancel() {
        if case .sent(let exchange) = state { exchange.cancel() }
    }

    /// Success may turn into an error while the body is written ("UploadPartCopy", "200 OK").
    private static func copied(_ reply: Reply) throws(S3Failure) -> State {
        guard let document = XMLElement(answer: reply.body), document.name != "Error",
            let tag = document["ETag"].map(EntityTag.plain)
        else { throw S3Failure(reply) }
        let checksum = document[ContentChecksum.element].flatMap(ContentChecksum.digest)
        return .stored(tag: tag, checksum: checksum)
    }
}
