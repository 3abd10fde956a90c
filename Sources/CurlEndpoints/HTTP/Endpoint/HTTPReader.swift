internal import FerryCore
internal import FerryEndpoints

/// A range of a file as it arrives, in one response.
final class HTTPReader: ByteReader {
    let endpoint: any HTTPPlace
    let entry: Entry
    private let exchange: Exchange
    private var skipped: Int64
    private var left: Int64
    private let length: Int64
    private var isSkipped = false
    /// What the response says that the whole file has.
    private let told: Digest?
    private var hasher: Hasher?
    /// As the response told it.
    private let state: FileState

    /// - Parameter range: Not empty, and within the file.
    init(_ entry: Entry, range: ByteRange, from endpoint: some HTTPPlace) throws(EndpointError) {
        self.endpoint = endpoint
        self.entry = entry
        length = range.length
        left = range.length
        var request = HTTPRequest(.get, endpoint.url(of: entry.path))
        request.expectedLength = range.length
        if range.length < entry.size {
            request.headers.append("Range: bytes=\(range.offset)-\(range.end - 1)")
            if let tag = FileState.strongTag(of: entry) { request.headers.append("If-Range: \(tag)") }
        }
        do throws(HTTPFailure) {
            let (exchange, head) = try endpoint.client.open(request)
            self.exchange = exchange
            state = FileState(head)
            told = range.length == entry.size && head.status == 200 ? RepresentationDigest.of(head) : nil
            hasher = told.map { Hasher($0.algorithm) }
            do throws(HTTPFailure) {
                skipped = try RangedResponse(head, of: entry, range: range).skipped
            } catch {
                exchange.cancel()
                throw error
            }
        } catch {
            throw error.error(.read, entry.path, at: endpoint.location)
        }
    }

    deinit {
        exchange.cancel()
    }

    func read(into buffer: UnsafeMutableRawBufferPointer) throws(EndpointError) -> Int {
        while skipped > 0 {
            skipped -= Int64(
                try receive(UnsafeMutableRawBufferPointer(rebasing: buffer.prefix(Int(clamping: skipped)))))
        }
        if left == 0 || buffer.isEmpty { return 0 }
        let count = try receive(UnsafeMutableRawBufferPointer(rebasing: buffer.prefix(Int(clamping: left))))
        left -= Int64(count)
        hasher?.update(UnsafeRawBufferPointer(rebasing: buffer[..<count]))
        if left == 0, let told, hasher?.finish() != told { throw RepresentationDigest.mismatch(told, entry, endpoint) }
        return count
    }

    /// Whether all of the file is still to be read.
    var isUntouched: Bool { skipped == 0 && left == entry.size }

    /// Notes that the server has taken the next bytes itself.
    func skip(_ length: Int64) {
        exchange.cancel()
        left -= length
        isSkipped = true
    }

    func verifyUnchanged() throws(EndpointError) {
        try endpoint.requireUnchanged(entry, state, after: isSkipped ? .max : length)
    }

    /// At least one byte: the end of the response comes too early.
    private func receive(_ buffer: UnsafeMutableRawBufferPointer) throws(EndpointError) -> Int {
        do throws(CurlFailure) {
            let count = try exchange.read(into: buffer)
            if count > 0 { return count }
        } catch {
            throw HTTPFailure(error).error(.read, entry.path, at: endpoint.location)
        }
        throw endpoint.failure(.unreachable, .read, entry.path, "the server's answer ends before the file does")
    }
}
