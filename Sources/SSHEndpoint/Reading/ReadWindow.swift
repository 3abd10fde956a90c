internal import FerryEndpoints

/// A range of a file that is read in many requests at a time, and given out in order. Short answers are completed by
/// further requests.
struct ReadWindow {
    private struct Request {
        let offset: Int64
        let length: Int
        let answer: Pending<ArraySlice<UInt8>?>
        let isReserved: Bool
        let connection: Connection
    }

    /// The file over one connection, or several, which are asked in turn; none before it is open.
    private(set) var files: [RemoteFile] = []
    private var turn = 0
    private var requests: [Request] = []
    private var head = 0
    /// The next byte to be asked for.
    private var asked: Int64
    private let end: Int64
    private var current: ArraySlice<UInt8> = []
    private var isShort = false

    /// What one file may have under way: enough for 80 MB/s at 50 ms.
    private static let mostBytes = 4 << 20

    init(from start: Int64, to end: Int64) {
        asked = start
        self.end = max(start, end)
    }

    /// Everything has been asked for.
    var isAsked: Bool { asked >= end }

    /// Bytes that are to be asked for.
    var left: Int64 { end - asked }

    /// Where it is read; over another connection, the same file shares in what is left.
    mutating func add(_ file: RemoteFile) { files.append(file) }

    /// Asks for as much as may be under way. Returns false where the end was reached before.
    mutating func fill() throws(SFTPError) {
        let length = files[0].connection.features.readLength
        while asked < end, (requests.count - head) * length < Self.mostBytes * files.count {
            let file = files[turn % files.count]
            let count = Int(min(Int64(length), end - asked))
            let isReserved = file.connection.budget.reserve(count)
            if !isReserved && requests.count > head { return }
            try ask(count, at: asked, of: file, isReserved: isReserved, position: requests.count)
            asked += Int64(count)
            turn += 1
        }
    }

    private mutating func ask(
        _ count: Int, at offset: Int64, of file: RemoteFile, isReserved: Bool, position: Int
    ) throws(SFTPError) {
        let answer = try file.connection.read(file.handle, at: offset, length: count)
        let request = Request(
            offset: offset, length: count, answer: answer, isReserved: isReserved, connection: file.connection)
        requests.insert(request, at: position)
    }

    /// Copies the next bytes; 0 at the end.
    mutating func read(into buffer: UnsafeMutableRawBufferPointer) throws(SFTPError) -> Int {
        var filled = 0
        while filled < buffer.count {
            if current.isEmpty, try !advance() { break }
            let count = min(current.count, buffer.count - filled)
            buffer[filled...].copyBytes(from: current.prefix(count))
            current = current.dropFirst(count)
            filled += count
        }
        return filled
    }

    /// Takes the next answer. Returns false at the end of the range, or of a file that ends before it.
    private mutating func advance() throws(SFTPError) -> Bool {
        try fill()
        guard head < requests.count, !isShort else { return false }
        let request = requests[head]
        head += 1
        if head > 64 {
            requests.removeFirst(head)
            head = 0
        }
        if request.isReserved { request.connection.budget.release(request.length) }
        guard let data = try request.answer.wait(), !data.isEmpty else {
            isShort = true
            return false
        }
        guard data.count <= request.length else { throw .lost(.violation("more bytes than were asked for")) }
        request.connection.meter.note(data.count)
        if data.count < request.length {
            let rest = request.length - data.count
            try ask(rest, at: request.offset + Int64(data.count), of: files[0], isReserved: false, position: head)
        }
        current = data
        return true
    }

    /// Gives back what was reserved for answers that nobody waits for.
    mutating func abandon() {
        for request in requests[head...] where request.isReserved { request.connection.budget.release(request.length) }
        requests = []
        head = 0
        isShort = true
    }
}
