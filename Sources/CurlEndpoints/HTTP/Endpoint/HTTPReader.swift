internal import FerryCore
internal import FerryEndpoints

/// A range of a file as it arrives, in one response.
final class HTTPReader: ByteReader {
    private let endpoint: any HTTPPlace
    private let entry: Entry
    private let exchange: Exchange
    private var skipped: Int64
    private var left: Int64
    private let length: Int64

    /// A file that comes at once is of one version. One that takes longer is looked at again when it has come.
    private static let longestUnseen: Int64 = 1 << 20

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
        return count
    }

    func verifyUnchanged() throws(EndpointError) {
        if length <= Self.longestUnseen { return }
        let now = try endpoint.look(at: entry.path, for: .read)
        guard now.map({ $0.size == entry.size && $0.modified == entry.modified && $0.version == entry.version }) == true
        else { throw endpoint.failure(.changedDuringTransfer, .read, entry.path) }
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
