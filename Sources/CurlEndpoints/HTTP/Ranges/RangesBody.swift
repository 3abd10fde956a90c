internal import FerryCore
internal import FerryEndpoints

/// A response that has ranges of a file: one, several in parts, or all of it.
struct RangesBody {
    private let entry: Entry
    private let exchange: Exchange
    private var parts: MultipartBody?
    /// What comes next without a gap.
    private var run: ByteRange

    /// - Parameter asked: The range of a request for one; nil for those of several.
    init(_ head: ResponseHead, _ exchange: Exchange, of entry: Entry, asked: ByteRange?) throws(HTTPFailure) {
        self.entry = entry
        self.exchange = exchange
        run = ByteRange(offset: 0, length: 0)
        parts =
            head.status == 206
            ? MultipartBody(head) { (buffer) throws(CurlFailure) in try exchange.read(into: buffer) } : nil
        if parts != nil {
            guard FileState(head).agrees(with: entry) else { throw RangedResponse.changed }
            return
        }
        let expected = asked ?? ContentRange(head)?.range ?? ByteRange(offset: 0, length: entry.size)
        let response = try RangedResponse(head, of: entry, range: expected)
        let start = expected.offset - response.skipped
        run = ByteRange(offset: start, length: head.status == 206 ? expected.length : entry.size)
    }

    var hasParts: Bool { parts != nil }

    /// Skips to a range that lies ahead. Returns whether it is there.
    mutating func move(to range: ByteRange) throws(HTTPFailure) -> Bool {
        while run.end <= range.offset {
            guard let part = try parts?.next(), let content = part.range else { return false }
            if part.total.map({ $0 != entry.size }) == true { throw RangedResponse.changed }
            run = content
        }
        guard run.offset <= range.offset, range.end <= run.end else { return false }
        let scratch = UnsafeMutableRawBufferPointer.allocate(byteCount: 64 << 10, alignment: 16)
        defer { scratch.deallocate() }
        while run.offset < range.offset {
            let gap = Int(clamping: range.offset - run.offset)
            _ = try read(into: UnsafeMutableRawBufferPointer(rebasing: scratch.prefix(gap)))
        }
        return true
    }

    /// At least one byte.
    mutating func read(into buffer: UnsafeMutableRawBufferPointer) throws(HTTPFailure) -> Int {
        let count: Int
        if parts != nil {
            count = try parts?.read(into: buffer) ?? 0
        } else {
            do throws(CurlFailure) { count = try exchange.read(into: buffer) } catch { throw HTTPFailure(error) }
        }
        if count == 0 { throw HTTPFailure(.unreachable, "the server's answer ends before the file does") }
        run = ByteRange(offset: run.offset + Int64(count), length: run.length - Int64(count))
        return count
    }

    /// Says that nothing more of it is wanted.
    func end() { exchange.cancel() }
}
