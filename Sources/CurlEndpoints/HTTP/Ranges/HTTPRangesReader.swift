internal import FerryCore
internal import FerryEndpoints

/// Ranges of a file one after the other: many by one request where the server sends parts, else each by its own, several
/// of these under way; from the whole file where the server knows no ranges.
final class HTTPRangesReader: ByteReader {
    private let endpoint: any HTTPPlace
    private let entry: Entry
    private let ranges: [ByteRange]
    /// The range that is read, and how much of it was.
    private var index = 0
    private var taken: Int64 = 0
    private var body: RangesBody?
    /// Under way, each with the ranges that it asks for; none stands for the whole file.
    private var ahead: [(pending: HTTPClient.Pending, ranges: Range<Int>)] = []
    private var asked = 0
    private var state: FileState?

    /// Servers bound the length of a request's head, often to 8 KiB, and the number of ranges: Apache to 200.
    private static let mostRanges = 128
    /// Requests under way at a time, once the first has shown what the server does: each of the others could bring the whole file.
    private static let window = 8

    init(_ entry: Entry, _ ranges: [ByteRange], from endpoint: any HTTPPlace) {
        self.endpoint = endpoint
        self.entry = entry
        self.ranges = ranges
    }

    deinit { abandon() }

    func read(into buffer: UnsafeMutableRawBufferPointer) throws(EndpointError) -> Int {
        guard index < ranges.count, !buffer.isEmpty else { return 0 }
        let rest = ranges[index].length - taken
        do throws(HTTPFailure) {
            try prepare()
            let count = try body?.read(
                into: UnsafeMutableRawBufferPointer(rebasing: buffer.prefix(Int(clamping: rest))))
            advance(Int64(count ?? 0))
            return count ?? 0
        } catch {
            abandon()
            throw error.error(.read, entry.path, at: endpoint.location)
        }
    }

    func verifyUnchanged() throws(EndpointError) {
        guard let state else { return }
        try endpoint.requireUnchanged(entry, state, after: ranges.reduce(0) { $0 + $1.length })
    }

    private func advance(_ count: Int64) {
        taken += count
        guard taken == ranges[index].length else { return }
        (index, taken) = (index + 1, 0)
        if index == ranges.count { abandon() }
    }

    private func abandon() {
        body?.end()
        body = nil
        for (pending, _) in ahead { pending.exchange.cancel() }
        ahead = []
        asked = index
    }

    // MARK: Asking

    /// Sees to a body that goes on with the bytes that are read next.
    private func prepare() throws(HTTPFailure) {
        let wanted = rest(of: index)
        if taken > 0, body != nil { return }
        while try body?.move(to: wanted) != true {
            body?.end()
            body = try nextBody()
        }
    }

    private func rest(of index: Int) -> ByteRange {
        let range = ranges[index]
        let done = index == self.index ? taken : 0
        return ByteRange(offset: range.offset + done, length: range.length - done)
    }

    /// The next answer that is of use. What shows that the server does less than was asked for begins anew with less.
    private func nextBody() throws(HTTPFailure) -> RangesBody {
        let support = endpoint.client.ranges
        while true {
            try askAhead()
            if ahead.isEmpty || ahead[0].ranges.lowerBound > index { try askAnew(support) }
            let (pending, batch) = ahead.removeFirst()
            let (exchange, head) = try endpoint.client.finishHead(pending)
            let isOne = batch.count == 1
            do throws(HTTPFailure) {
                let body = try RangesBody(head, exchange, of: entry, asked: isOne ? rest(of: batch.lowerBound) : nil)
                if state == nil { state = FileState(head) }
                if body.hasParts || isOne && head.status == 206 || batch.isEmpty {
                    support.prove(body.hasParts ? .several : .one)
                    return body
                }
                support.note(isOne ? .none : .one)
                // A whole file that came for one range has all others too.
                if isOne {
                    abandon()
                    asked = ranges.count
                    return body
                }
                body.end()
                abandon()
            } catch {
                exchange.cancel()
                throw error
            }
        }
    }

    /// Answers that did not hold what they were to hold: the server mixes ranges up.
    private func askAnew(_ support: RangeSupport) throws(HTTPFailure) {
        guard support.extent == .several else {
            throw HTTPFailure(.protocolViolation, "the server does not send the ranges that it was asked for")
        }
        support.note(.one)
        abandon()
        try askAhead()
    }

    private func askAhead() throws(HTTPFailure) {
        let window = endpoint.client.ranges.isProven ? Self.window : 1
        while asked < ranges.count, ahead.count < window {
            let batch: Range<Int>
            switch endpoint.client.ranges.extent {
            case .several: batch = asked..<min(ranges.count, asked + Self.mostRanges)
            case .one: batch = asked..<asked + 1
            case .none:
                ahead.append((try endpoint.client.start(request(index..<index)), index..<index))
                asked = ranges.count
                return
            }
            ahead.append((try endpoint.client.start(request(batch)), batch))
            asked = batch.upperBound
        }
    }

    private func request(_ batch: Range<Int>) -> HTTPRequest {
        var request = HTTPRequest(.get, endpoint.url(of: entry.path))
        let wanted = batch.map { rest(of: $0) }
        request.expectedLength = batch.isEmpty ? entry.size : wanted.reduce(0) { $0 + $1.length }
        if !batch.isEmpty {
            let words = wanted.map { "\($0.offset)-\($0.end - 1)" }
            request.headers.append("Range: bytes=\(words.joined(separator: ","))")
            if let tag = FileState.strongTag(of: entry) { request.headers.append("If-Range: \(tag)") }
        }
        return request
    }
}

/// Many ranges of a file on a web server.
struct HTTPRangeReads: RangeReadRole {
    let endpoint: any HTTPPlace

    /// The head of a part, or of a request and its answer, several of which are under way.
    var rangeCost: Int64 { endpoint.client.ranges.extent == .several ? 256 : 8 << 10 }

    func read(_ entry: Entry, ranges: [ByteRange]) -> any ByteReader {
        HTTPRangesReader(entry, ranges, from: endpoint)
    }
}
