internal import FerryCore
internal import FerryEndpoints

/// Some bytes of one version of an object, or all of it, as one request.
final class ObjectRange {
    let range: ByteRange
    private let entry: Entry
    private let client: S3Client
    private let request: S3Request
    private let capacity: Int?
    private let ticket: PieceBudget.Ticket?
    private var asked: S3Address
    private var exchange: Exchange
    private var head: ResponseHead?
    private var received: Int64 = 0
    private var hasEnded = false

    /// In bytes.
    private static let longestError: Int64 = 1 << 16

    /// - Parameters:
    ///   - ticket: What allows it to run ahead of whoever reads.
    init(
        _ range: ByteRange, of entry: Entry, key: [UInt8], from client: S3Client, ticket: PieceBudget.Ticket? = nil
    ) throws(S3Failure) {
        self.range = range
        self.entry = entry
        self.client = client
        self.ticket = ticket
        var request = S3Request(.get, key: key)
        if let tag = entry.tag { request.headers.append(("if-match", "\"\(tag)\"")) }
        if range.length < entry.size { request.headers.append(("range", "bytes=\(range.offset)-\(range.end - 1)")) }
        request.headers += client.settings.encryption.reading
        request.expectedLength = range.length
        self.request = request
        capacity = ticket == nil ? nil : Int(range.length)
        asked = client.address
        exchange = try client.stream(request, capacity: capacity)
    }

    deinit {
        if !hasEnded { exchange.cancel() }
    }

    /// How many of its bytes are still to be read.
    var rest: Int64 { range.length - received }

    /// Waits for the answer's head, which must be that of the bytes that were asked for. A bucket that turns out to be
    /// elsewhere is asked there.
    func answer() throws(S3Failure) -> ResponseHead {
        if let head { return head }
        let head = try head(of: exchange)
        guard head.isSuccess else {
            let failure = S3Failure(Reply(head: head, body: try Self.body(of: exchange)))
            guard client.follow(failure, head, asked: asked) else { throw failure }
            asked = client.address
            exchange = try client.stream(request, capacity: capacity)
            return try answer()
        }
        if let failure = try toldInSuccess(head) { throw failure }
        try check(head)
        self.head = head
        return head
    }

    /// 0 is the end, when all of it has come.
    func read(into buffer: UnsafeMutableRawBufferPointer) throws(S3Failure) -> Int {
        _ = try answer()
        let count: Int
        do throws(CurlFailure) { count = try exchange.read(into: buffer) } catch { throw S3Failure(error) }
        received += Int64(count)
        if rest < 0 { throw S3Failure(.protocolViolation, "more bytes came than were asked for") }
        if count == 0 && rest > 0 { throw S3Failure(.unreachable, "the data ended \(rest) bytes too early") }
        // What has come whole ends by itself, and its connection serves on.
        if rest == 0 { hasEnded = true }
        return count
    }

    /// Some stores begin with success and fail then: the answer is of another length, and says why.
    private func toldInSuccess(_ head: ResponseHead) throws(S3Failure) -> S3Failure? {
        guard head["etag"] == nil, head["content-type"]?.contains("xml") == true,
            let length = head["content-length"].flatMap({ Int64($0) }), length != range.length,
            length <= Self.longestError
        else { return nil }
        let reply = Reply(head: head, body: try Self.body(of: exchange))
        return XMLElement(answer: reply.body)?.name == "Error" ? S3Failure(reply) : nil
    }

    private func check(_ head: ResponseHead) throws(S3Failure) {
        if range.length < entry.size && head.status != 206 {
            throw S3Failure(.unsupported, "the server does not answer with the range that was asked for")
        }
        if head.status == 206 { try checkRange(ContentRange(head)) }
        if let tag = entry.tag, let now = head["etag"], EntityTag.plain(now) != tag {
            throw S3Failure(.changedDuringTransfer)
        }
        if let length = head["content-length"], Int64(length) != range.length {
            throw S3Failure(.changedDuringTransfer)
        }
    }

    private func checkRange(_ content: ContentRange?) throws(S3Failure) {
        if let content, content.range != nil, let total = content.total, total != entry.size {
            throw S3Failure(.changedDuringTransfer)
        }
        if let fault = ContentRange.fault(in: content, asked: range) { throw S3Failure(.protocolViolation, fault) }
    }

    private func head(of exchange: Exchange) throws(S3Failure) -> ResponseHead {
        do throws(CurlFailure) { return try exchange.head() } catch { throw client.failure(error) }
    }

    /// Of a refusal, which is short.
    private static func body(of exchange: Exchange) throws(S3Failure) -> [UInt8] {
        do throws(CurlFailure) { return try exchange.finish().body } catch { throw S3Failure(error) }
    }
}
