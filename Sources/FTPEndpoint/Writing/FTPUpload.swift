internal import FerryCore
internal import FerryEndpoints

/// Bytes on their way into a file of the server's, from one offset on. Few of them go in one piece when they are complete,
/// more as they come. Used by one thread at a time.
final class FTPUpload {
    private let client: FTPClient
    private let path: [UInt8]
    private let start: Int64
    /// What is not sent yet; nil once a stream has begun.
    private var waiting: [UInt8]? = []
    private var stream: FTPStream?
    private(set) var count: Int64 = 0
    private(set) var isDone = false
    /// Whether what is small was sent, be it in vain.
    private var isTried = false
    /// Whether a stream broke: nobody has the bytes any more that were in it.
    private(set) var isLost = false

    private static let longestWaiting = 1 << 20

    /// - Parameter start: 0 begins a new file, or replaces what is there.
    init(to path: [UInt8], at start: Int64 = 0, _ client: FTPClient) {
        self.client = client
        self.path = path
        self.start = start
    }

    var end: Int64 { start + count }
    /// Whether the server may have something of it.
    var hasBegun: Bool { waiting == nil || isTried }
    var isSmall: Bool { waiting != nil }

    func write(_ bytes: UnsafeRawBufferPointer) throws(FTPFailure) {
        if waiting != nil {
            waiting?.append(contentsOf: bytes)
            if waiting?.count ?? 0 > Self.longestWaiting { try beginStream() }
        } else {
            try streaming { (stream) throws(FTPFailure) in try stream.send(bytes) }
        }
        count += Int64(bytes.count)
    }

    /// Sends what is left and waits for the server's word. Made again after a failure, it sends again what was small.
    func finish() throws(FTPFailure) {
        if isDone { return }
        if let waiting {
            isTried = true
            try client.send(waiting, to: path, at: start)
        } else {
            try streaming { (stream) throws(FTPFailure) in try stream.finish() }
        }
        isDone = true
    }

    /// Ends what was sent before the run was cancelled, so that the server keeps that. Of what is small, nothing was.
    func finishAfterTheEnd() throws(FTPFailure) {
        if isDone { return }
        if waiting != nil { throw FTPFailure(.cancelled) }
        try streaming { (stream) throws(FTPFailure) in try stream.finishAfterTheEnd() }
        isDone = true
    }

    func cancel() { stream?.cancel() }

    private func beginStream() throws(FTPFailure) {
        let head = waiting ?? []
        stream = try client.upload(to: path, at: start)
        waiting = nil
        let result: Result<Void, FTPFailure> = head.withUnsafeBytes { bytes in
            Result { () throws(FTPFailure) in
                try streaming { (stream) throws(FTPFailure) in try stream.send(bytes) }
            }
        }
        try result.get()
    }

    private func streaming(_ body: (FTPStream) throws(FTPFailure) -> Void) throws(FTPFailure) {
        guard let stream, !isLost else { throw FTPFailure(.unreachable, "the connection was lost") }
        do throws(FTPFailure) {
            try body(stream)
        } catch {
            isLost = error.code != .cancelled
            throw error
        }
    }
}
