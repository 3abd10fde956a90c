internal import FerryCore
internal import FerryEndpoints

/// A large file, of which several ranges are under way at a time where one connection is slow: on a long way, each carries
/// no more than what the windows of both ends allow. How fast one is, the first piece shows; the rest of a fast one comes
/// by one more request.
final class HTTPParallelReader: ByteReader {
    private let endpoint: any HTTPPlace
    private let entry: Entry
    private let end: Int64
    /// Up to where was asked for.
    private var asked: Int64
    private var left: Int64
    private var pieces: [Piece] = []
    private var state: FileState?
    private var told: Digest?
    private var hasher: Hasher?
    private var isSlow = false
    private var began: ContinuousClock.Instant?

    /// A range that was asked for.
    private final class Piece {
        let range: ByteRange
        let pending: HTTPClient.Pending
        let ticket: PieceBudget.Ticket?
        var body: RangesBody?
        var left: Int64

        init(_ range: ByteRange, _ pending: HTTPClient.Pending, _ ticket: PieceBudget.Ticket?) {
            self.range = range
            self.pending = pending
            self.ticket = ticket
            left = range.length
        }

        deinit {
            body?.end()
            pending.exchange.cancel()
        }
    }

    /// Below this, nothing is gained.
    static let smallest: Int64 = 64 << 20
    private static let pieceLength = PieceBudget.pieceLength
    /// A connection on which a piece takes longer is slow: below 50 MB/s.
    private static let patience = Duration.milliseconds(160)
    private static let window = 4

    /// - Parameter range: Not empty, and within the file, which has a strong tag.
    init(_ entry: Entry, range: ByteRange, from endpoint: any HTTPPlace) throws(EndpointError) {
        self.endpoint = endpoint
        self.entry = entry
        asked = range.offset
        end = range.end
        left = range.length
        try caught { () throws(HTTPFailure) in try ask(Self.pieceLength, nil) }
        try caught { () throws(HTTPFailure) in try open(pieces[0]) }
    }

    func read(into buffer: UnsafeMutableRawBufferPointer) throws(EndpointError) -> Int {
        if left == 0 || buffer.isEmpty { return 0 }
        let count = try caught { () throws(HTTPFailure) in
            try askAhead()
            let piece = pieces[0]
            try open(piece)
            let room = UnsafeMutableRawBufferPointer(rebasing: buffer.prefix(Int(clamping: piece.left)))
            let count = try piece.body?.read(into: room) ?? 0
            piece.left -= Int64(count)
            if piece.left == 0 { take(piece) }
            return count
        }
        left -= Int64(count)
        hasher?.update(UnsafeRawBufferPointer(rebasing: buffer[..<count]))
        if left == 0, let told, hasher?.finish() != told { throw RepresentationDigest.mismatch(told, entry, endpoint) }
        return count
    }

    func verifyUnchanged() throws(EndpointError) {
        guard let state else { return }
        try endpoint.requireUnchanged(entry, state, after: entry.size)
    }

    /// Waits for the head of a piece's answer.
    private func open(_ piece: Piece) throws(HTTPFailure) {
        guard piece.body == nil else { return }
        let (exchange, head) = try endpoint.client.finishHead(piece.pending)
        do throws(HTTPFailure) {
            var body = try RangesBody(head, exchange, of: entry, asked: piece.range)
            guard try body.move(to: piece.range) else { throw Self.otherRange }
            piece.body = body
            if head.status == 200 { takeAll(from: piece) }
        } catch {
            exchange.cancel()
            throw error
        }
        if state == nil {
            state = FileState(head)
            began = .now
            told = left == entry.size ? RepresentationDigest.of(head) : nil
            if let told { hasher = Hasher(told.algorithm) }
        }
    }

    /// A server that knows no ranges has sent all there is.
    private func takeAll(from piece: Piece) {
        piece.left = end - piece.range.offset
        pieces = [piece]
        asked = end
    }

    private static let otherRange = HTTPFailure(
        .protocolViolation, "the server sends another range than it was asked for")

    private func take(_ piece: Piece) {
        if let began, ContinuousClock.now - began > Self.patience { isSlow = true }
        began = .now
        pieces.removeFirst()
    }

    /// Asks for what comes next, and for more ahead of it where that helps and memory allows.
    private func askAhead() throws(HTTPFailure) {
        if pieces.isEmpty { try ask(isSlow ? Self.pieceLength : end - asked, nil) }
        while isSlow, pieces.count < Self.window, asked < end {
            guard let ticket = endpoint.client.readAhead.take() else { return }
            try ask(Self.pieceLength, ticket)
        }
    }

    private func ask(_ length: Int64, _ ticket: PieceBudget.Ticket?) throws(HTTPFailure) {
        let range = ByteRange(offset: asked, length: min(length, end - asked))
        var request = HTTPRequest(.get, endpoint.url(of: entry.path))
        request.expectedLength = range.length
        request.headers.append("Range: bytes=\(range.offset)-\(range.end - 1)")
        if let tag = FileState.strongTag(of: entry) { request.headers.append("If-Range: \(tag)") }
        let capacity = ticket == nil ? nil : Int(range.length)
        pieces.append(Piece(range, try endpoint.client.start(request, capacity: capacity), ticket))
        asked = range.end
    }

    private func caught<Result>(_ body: () throws(HTTPFailure) -> Result) throws(EndpointError) -> Result {
        try endpoint.caught(.read, entry.path, body)
    }
}
