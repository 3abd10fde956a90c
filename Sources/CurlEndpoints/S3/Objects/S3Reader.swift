internal import FerryCore
internal import FerryEndpoints

/// The bytes of an object, pinned to its tag. One that is read whole is compared with the store's digest.
final class S3Reader: ByteReader {
    private let entry: Entry
    private let endpoint: S3Endpoint
    private let request: S3Request
    private let expected: Int64
    /// Nil when nothing is to be read.
    private var exchange: Exchange?
    private var head: ResponseHead?
    private var received: Int64 = 0
    private var hasher: Hasher?
    private var hasEnded = false

    init(_ entry: Entry, range: ByteRange?, of endpoint: S3Endpoint) throws(EndpointError) {
        self.entry = entry
        self.endpoint = endpoint
        let start = min(range?.offset ?? 0, entry.size)
        let length = max(0, min(range?.length ?? entry.size, entry.size - start))
        expected = length
        var request = S3Request(.get, key: try endpoint.key(entry.path, .read))
        if let tag = entry.tag { request.headers.append(("if-match", "\"\(tag)\"")) }
        let isWhole = length == entry.size
        if !isWhole { request.headers.append(("range", "bytes=\(start)-\(start + length - 1)")) }
        request.expectedLength = length
        self.request = request
        hasher = isWhole && entry.digest?.algorithm == .md5 ? Hasher(.md5) : nil
        if length > 0 || isWhole { exchange = try begin() }
    }

    deinit {
        if !hasEnded { exchange?.cancel() }
    }

    func opened() throws(EndpointError) -> Entry? {
        guard let head = try answer() else { return nil }
        return Entry(object: entry.path, head, size: entry.size)
    }

    func read(into buffer: UnsafeMutableRawBufferPointer) throws(EndpointError) -> Int {
        guard try answer() != nil, let exchange, !hasEnded, !buffer.isEmpty else { return 0 }
        let count: Int
        do throws(CurlFailure) {
            count = try exchange.read(into: buffer)
        } catch {
            throw failure(S3Failure(error))
        }
        received += Int64(count)
        if count == 0 { try end() } else { hasher?.update(UnsafeRawBufferPointer(rebasing: buffer[..<count])) }
        if received > expected { throw failure(S3Failure(.protocolViolation, "more bytes came than were asked for")) }
        return count
    }

    /// The tag pins the version, so that what came whole is that version. Without one, another look must do.
    func verifyUnchanged() throws(EndpointError) {
        if received == expected { try end() }
        if entry.tag != nil { return }
        let now = try endpoint.entry(at: entry.path)
        if now?.size != entry.size || now?.kind != .file { throw failure(S3Failure(.changedDuringTransfer)) }
    }

    private func end() throws(EndpointError) {
        if hasEnded { return }
        hasEnded = true
        guard received == expected else {
            throw failure(S3Failure(.unreachable, "the data ended \(expected - received) bytes too early"))
        }
        guard hasher != nil, let digest = hasher?.finish() else { return }
        hasher = nil
        if digest != entry.digest { throw failure(S3Failure(.corrupted)) }
    }

    private func begin() throws(EndpointError) -> Exchange {
        do throws(S3Failure) {
            return try endpoint.client.start(request, keeping: false)
        } catch {
            throw failure(error)
        }
    }

    /// Waits for the answer's head, which must be that of the bytes that were asked for.
    private func answer() throws(EndpointError) -> ResponseHead? {
        if let head { return head }
        guard exchange != nil else { return nil }
        do throws(S3Failure) {
            let head = try accepted()
            try check(head)
            self.head = head
            return head
        } catch {
            throw failure(error)
        }
    }

    /// The head of an answer that is no refusal. A bucket that turns out to be elsewhere is asked there.
    private func accepted() throws(S3Failure) -> ResponseHead {
        guard let exchange else { throw S3Failure(.cancelled) }
        let head = try Self.head(of: exchange)
        if head.isSuccess { return head }
        let failure = S3Failure(Reply(head: head, body: try Self.body(of: exchange)))
        guard endpoint.client.follow(failure, head) else { throw failure }
        self.exchange = try endpoint.client.start(request, keeping: false)
        return try accepted()
    }

    private func check(_ head: ResponseHead) throws(S3Failure) {
        let isPart = expected < entry.size
        if isPart && head.status != 206 {
            throw S3Failure(.unsupported, "the server does not answer with the range that was asked for")
        }
        if let tag = entry.tag, let now = head["etag"], EntityTag.plain(now) != tag {
            throw S3Failure(.changedDuringTransfer)
        }
        if let length = head["content-length"], Int64(length) != expected { throw S3Failure(.changedDuringTransfer) }
    }

    private static func head(of exchange: Exchange) throws(S3Failure) -> ResponseHead {
        do throws(CurlFailure) { return try exchange.head() } catch { throw S3Failure(error) }
    }

    /// Of a refusal, which is short.
    private static func body(of exchange: Exchange) throws(S3Failure) -> [UInt8] {
        do throws(CurlFailure) { return try exchange.finish().body } catch { throw S3Failure(error) }
    }

    private func failure(_ failure: S3Failure) -> EndpointError {
        failure.error(.read, entry.path, at: endpoint.location)
    }
}
