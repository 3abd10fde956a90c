internal import FerryCore
internal import FerryEndpoints

/// Bytes on their way into a temporary file of the server's, from one offset on. Few of them go in one piece when they are
/// complete, and with the time that the file is to have; more as they come. Used by one thread at a time.
final class DAVUpload {
    private let holder: DAVEndpoint
    private let temporary: RelativePath
    private let start: Int64
    /// Of the whole file; nil where it is not known.
    private let size: Int64?
    /// Whether it may be ended before the file is whole; otherwise it names its length beforehand, if that is known.
    private let endsAnywhere: Bool
    /// The time that the file is to have, as far as it is known now.
    private let modified: Timestamp?
    /// Whether nothing else may follow on its connection.
    private let endsConnection: Bool
    /// What is not sent yet; nil once a stream has begun.
    private var waiting: [UInt8]? = []
    private var stream: Exchange?
    private(set) var count: Int64 = 0
    private(set) var isDone = false
    /// Whether what is small was sent, be it in vain.
    private var isTried = false

    private static let longestWaiting = 1 << 20

    /// - Parameter start: 0 begins a new file, or replaces what is there; more needs the file's size.
    init(
        to temporary: RelativePath, on holder: DAVEndpoint, at start: Int64 = 0, of size: Int64?, endsAnywhere: Bool,
        modified: Timestamp?, endsConnection: Bool = false
    ) {
        self.holder = holder
        self.temporary = temporary
        self.start = start
        self.size = size
        self.endsAnywhere = endsAnywhere
        self.modified = modified
        self.endsConnection = endsConnection
    }

    var end: Int64 { start + count }
    /// Whether the server may have something of it.
    var hasBegun: Bool { waiting == nil || isTried }

    func write(_ bytes: UnsafeRawBufferPointer) throws(HTTPFailure) {
        if waiting != nil {
            waiting?.append(contentsOf: bytes)
            if waiting?.count ?? 0 > Self.longestWaiting { try beginStream() }
        } else {
            try send(bytes)
        }
        count += Int64(bytes.count)
    }

    /// Sends what is left and waits for the server's word. Made again after a failure, it sends again what was small.
    ///
    /// - Parameter modified: The time that the file is to have, where more is known than in the beginning.
    func finish(modified: Timestamp? = nil) throws(HTTPFailure) {
        if isDone { return }
        let reply: Reply
        if let waiting {
            if start > 0 && waiting.isEmpty { return isDone = true }
            isTried = true
            reply = try holder.perform(request(.bytes(SharedBytes(waiting)), end: end, modified ?? self.modified))
        } else {
            reply = try streamed()
        }
        // A missing directory, in the words of the protocol.
        if reply.status == 409 { throw HTTPFailure(.notFound, EndpointError.Code.notFound.reason) }
        guard reply.head.isSuccess else { throw HTTPFailure(reply.head) }
        isDone = true
    }

    /// Sends bytes at once, few as they may be.
    func stream(_ bytes: [UInt8]) throws(HTTPFailure) {
        waiting = bytes
        count = Int64(bytes.count)
        try beginStream()
    }

    func cancel() { stream?.cancel() }

    private func streamed() throws(HTTPFailure) -> Reply {
        if let size, !endsAnywhere, size != end {
            throw HTTPFailure(.corrupted, "\(end) bytes were written instead of \(size)")
        }
        return try streaming { (stream) throws(CurlFailure) in
            stream.endBody()
            return try stream.finish()
        }
    }

    private func beginStream() throws(HTTPFailure) {
        let head = waiting ?? []
        let body = CurlRequest.Body.stream(length: endsAnywhere ? nil : size)
        var upload = request(body, end: size, modified)
        upload.endsInOrder = endsAnywhere
        stream = try holder.client.startKeeping(upload).exchange
        waiting = nil
        let result: Result<Void, HTTPFailure> = head.withUnsafeBytes { bytes in
            Result { () throws(HTTPFailure) in try send(bytes) }
        }
        try result.get()
    }

    private func send(_ bytes: UnsafeRawBufferPointer) throws(HTTPFailure) {
        try streaming { (stream) throws(CurlFailure) in try stream.send(bytes) }
    }

    private func streaming<Result>(
        _ body: (Exchange) throws(CurlFailure) -> Result
    ) throws(HTTPFailure) -> Result {
        guard let stream else { throw HTTPFailure(.notFound, EndpointError.Code.notFound.reason) }
        do throws(CurlFailure) { return try body(stream) } catch { throw HTTPFailure(error) }
    }

    /// - Parameter end: Where the bytes end, or might.
    private func request(_ body: CurlRequest.Body, end: Int64?, _ modified: Timestamp?) -> HTTPRequest {
        var request = HTTPRequest(.put, holder.url(of: temporary))
        request.body = body
        if let modified { request.headers = DAVHabits.headers(modified: modified) }
        if start > 0, let end {
            request.headers.append("Content-Range: bytes \(start)-\(end - 1)/\(size ?? end)")
        }
        if endsConnection { request.headers.append("Connection: close") }
        return request
    }
}
