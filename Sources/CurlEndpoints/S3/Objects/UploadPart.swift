internal import FerryCore
internal import FerryEndpoints

/// One part of an upload, until its tag is known.
struct UploadPart {
    enum Content {
        case bytes(SharedBytes, Digest)
        case copy(ByteRange, CopySource)
    }

    private enum State {
        /// Not under way: new, or failed.
        case waiting
        case sent(Exchange)
        case stored(tag: String)
    }

    /// Whether its tag is the digest of what was sent.
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

    /// One that the store has already; its tag is the digest of what was to be sent.
    init(storedAs tag: String) {
        state = .stored(tag: tag)
        copiedTo = nil
        isConfirmed = true
    }

    var isWaiting: Bool {
        if case .waiting = state { true } else { false }
    }

    var tag: String? {
        if case .stored(let tag) = state { tag } else { nil }
    }

    /// - Parameter request: Names the part of the upload.
    mutating func start(_ request: S3Request, _ client: S3Client) throws(S3Failure) {
        guard let content else { return }
        var request = request
        request.headers = client.settings.encryption.reading
        switch content {
        case .bytes(let bytes, let digest):
            request.body = bytes
            request.contentMD5 = digest
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
        case .bytes(_, let digest):
            let tag = try UploadedTag.check(reply, digest)
            isConfirmed = EntityTag.digest(tag) == digest
            state = .stored(tag: tag)
        case .copy: state = .stored(tag: try Self.copiedTag(reply))
        }
        self.content = nil
    }

    func cancel() {
        if case .sent(let exchange) = state { exchange.cancel() }
    }

    /// Success may turn into an error while the body is written ("UploadPartCopy", "200 OK").
    private static func copiedTag(_ reply: Reply) throws(S3Failure) -> String {
        guard let document = XMLElement(parsing: reply.body), document.name != "Error",
            let tag = document["ETag"].map(EntityTag.plain)
        else { throw S3Failure(reply) }
        return tag
    }
}
