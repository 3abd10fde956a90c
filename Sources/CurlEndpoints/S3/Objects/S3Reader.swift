internal import FerryCore
internal import FerryEndpoints

/// The bytes of an object, pinned to its tag: several ranges of a large one are under way at a time. One that is read whole
/// is compared with the store's digest.
final class S3Reader: ByteReader {
    let entry: Entry
    let endpoint: S3Endpoint
    private let key: [UInt8]
    /// What is to be read.
    private let extent: ByteRange
    /// Up to where ranges were asked for.
    private var asked: Int64
    /// Up to where bytes were read, or taken by the store itself.
    private(set) var position: Int64
    private var ranges: [ObjectRange] = []
    /// Nil where nothing is known that the content could be compared with, or not all of it passes.
    private var proof: ObjectProof?
    private var hasBegun = false
    /// Once something was asked for.
    private var head: ResponseHead?

    /// Of a smaller object the data come together with what a look would tell.
    private static let largestBegun: Int64 = 1 << 20
    /// Ranges under way at a time. On loopback two saturate the store; four fill a link of 50 ms at 5 Gbit/s.
    private static let window = 4

    init(_ entry: Entry, range: ByteRange?, of endpoint: S3Endpoint) throws(EndpointError) {
        self.entry = entry
        self.endpoint = endpoint
        let start = min(range?.offset ?? 0, entry.size)
        extent = ByteRange(offset: start, length: max(0, min(range?.length ?? entry.size, entry.size - start)))
        asked = start
        position = start
        key = try endpoint.key(entry.path, .read)
        if isWhole ? entry.size <= Self.largestBegun : extent.length > 0 { try run(begin) }
    }

    /// Looks at a large object, of which it is not said that it will be read through here, and opens a small one.
    func opened() throws(EndpointError) -> Entry? {
        if let first = ranges.first {
            head = try run(first.answer)
            return head.flatMap { Entry(object: entry.path, $0, size: entry.size) }
        }
        guard position == extent.offset else { return nil }
        head = try run { () throws(S3Failure) in try endpoint.client.head(of: key) }
        guard let now = head.flatMap({ Entry(object: entry.path, $0) }) else { return nil }
        if now.version != entry.version || now.size != entry.size { throw failure(S3Failure(.changedDuringTransfer)) }
        return now
    }

    func read(into buffer: UnsafeMutableRawBufferPointer) throws(EndpointError) -> Int {
        if buffer.isEmpty { return 0 }
        return try run { () throws(S3Failure) in
            try begin()
            while let first = ranges.first {
                if position == extent.offset, let head = try answer(of: first), isWhole {
                    proof = endpoint.client.settings.comparesContent ? ObjectProof(of: entry, head) : nil
                }
                let count = try first.read(into: buffer)
                if count == 0 {
                    ranges.removeFirst()
                    try begin()
                    continue
                }
                position += Int64(count)
                proof?.update(UnsafeRawBufferPointer(rebasing: buffer[..<count]))
                if first.rest == 0, position == extent.end { try finish() }
                return count
            }
            return 0
        }
    }

    /// For the store to copy from.
    var copySource: CopySource { CopySource(key: key, tag: entry.tag, client: endpoint.client, head: head) }

    /// Notes that the store has taken the next bytes itself.
    func skip(_ length: Int64) {
        ranges = []
        proof = nil
        position += length
        asked = position
    }

    /// The tag pins the version, so that what came whole is that version. Without one, another look must do.
    func verifyUnchanged() throws(EndpointError) {
        if entry.tag != nil { return }
        let now = try endpoint.entry(at: entry.path)
        if now?.size != entry.size || now?.kind != .file { throw failure(S3Failure(.changedDuringTransfer)) }
    }

    /// Asks for the next range, and for more ahead of it as memory allows. An empty object is asked for too: it may be
    /// gone.
    private func begin() throws(S3Failure) {
        if ranges.isEmpty, asked < extent.end || entry.size == 0 && !hasBegun { try ask(nil) }
        hasBegun = true
        while !ranges.isEmpty, ranges.count < Self.window, asked < extent.end {
            guard let ticket = endpoint.client.readAhead.take() else { return }
            try ask(ticket)
        }
    }

    private func ask(_ ticket: PieceBudget.Ticket?) throws(S3Failure) {
        // The last piece may be half as long again: no request for a few bytes.
        let rest = extent.end - asked
        let isLast = rest <= PieceBudget.pieceLength * 3 / 2
        let range = ByteRange(offset: asked, length: isLast ? rest : PieceBudget.pieceLength)
        ranges.append(try ObjectRange(range, of: entry, key: key, from: endpoint.client, ticket: ticket))
        asked = range.end
    }

    private func finish() throws(S3Failure) {
        defer { proof = nil }
        if let contradiction = proof?.contradiction() { throw S3Failure(.corrupted, contradiction) }
    }

    private var isWhole: Bool { extent.length == entry.size }

    private func answer(of range: ObjectRange) throws(S3Failure) -> ResponseHead? {
        if head == nil { head = try range.answer() }
        return head
    }

    private func run<Result>(_ body: () throws(S3Failure) -> Result) throws(EndpointError) -> Result {
        do throws(S3Failure) { return try body() } catch { throw failure(error) }
    }

    private func failure(_ failure: S3Failure) -> EndpointError {
        failure.error(.read, entry.path, at: endpoint.location)
    }
}
