internal import FerryCore
internal import FerryEndpoints

/// The requests that change one open file and have not been answered. The first failure is everybody's: nothing is
/// believed of the file after it.
struct WritesUnderWay {
    private struct Request {
        let answer: Pending<Void>
        /// What it writes; nil where it writes nothing.
        let range: ByteRange?
        let reserved: Int
        let connection: Connection
    }

    private let file: RemoteFile
    /// The same file over one connection, or several, which are used in turn.
    private(set) var files: [RemoteFile]
    private var turn = 0
    /// What was written before the file was open.
    private var unsent: [(bytes: [UInt8], offset: Int64)] = []
    private var requests: [Request] = []
    private var head = 0
    private var failure: SFTPError?
    /// What was not written, as far as answers tell.
    private var refused: [ByteRange] = []

    /// What one file may have under way, in requests: copies have no bytes of their own.
    private static let mostRequests = 64

    init(_ file: RemoteFile) {
        self.file = file
        files = [file]
    }

    /// Lets the same file over another connection share in what is written.
    mutating func add(_ file: RemoteFile) { files.append(file) }

    /// While the file is being opened, what there is room for waits here instead of its writer.
    mutating func write(_ bytes: UnsafeRawBufferPointer, at offset: Int64) throws(SFTPError) {
        if !file.isDecided, file.connection.budget.reserve(bytes.count) {
            return unsent.append((Array(bytes), offset))
        }
        try sendUnsent()
        try send(bytes, at: offset)
    }

    /// Sends what was written before the file was open, which it waits for.
    mutating func sendUnsent() throws(SFTPError) {
        for piece in takeUnsent() {
            do throws(SFTPError) {
                try piece.bytes.withBytes { (bytes) throws(SFTPError) in try send(bytes, at: piece.offset) }
            } catch {
                failure = failure ?? error
                throw error
            }
        }
    }

    private mutating func takeUnsent() -> [(bytes: [UInt8], offset: Int64)] {
        for piece in unsent { file.connection.budget.release(piece.bytes.count) }
        defer { unsent = [] }
        return unsent
    }

    private mutating func send(_ bytes: UnsafeRawBufferPointer, at offset: Int64) throws(SFTPError) {
        let longest = file.connection.features.writeLength
        for start in stride(from: 0, to: bytes.count, by: longest) {
            let piece = UnsafeRawBufferPointer(rebasing: bytes[start..<min(start + longest, bytes.count)])
            let file = files[turn % files.count]
            turn += 1
            let reserved = try reserve(piece.count, on: file.connection)
            let answer = try file.connection.write(file.handle, piece, at: offset + Int64(start))
            let range = ByteRange(offset: offset + Int64(start), length: Int64(piece.count))
            try add(answer, writing: range, reserved: reserved, on: file.connection)
        }
    }

    mutating func writeZeros(_ range: ByteRange) throws(SFTPError) {
        try sendUnsent()
        let zeros = [UInt8](repeating: 0, count: 64 * 1024)
        var offset = range.offset
        while offset < range.end {
            let count = Int(min(Int64(zeros.count), range.end - offset))
            let reserved = try reserve(count, on: file.connection)
            let answer = try zeros[..<count].withBytes { (bytes) throws(SFTPError) in
                try file.connection.write(file.handle, bytes, at: offset)
            }
            let written = ByteRange(offset: offset, length: Int64(count))
            try add(answer, writing: written, reserved: reserved, on: file.connection)
            offset += Int64(count)
        }
    }

    /// Waits for older requests until there is room for one of so many bytes. Returns what was reserved.
    private mutating func reserve(_ count: Int, on connection: Connection) throws(SFTPError) -> Int {
        while !connection.budget.reserve(count) {
            if head == requests.count { return 0 }
            try waitForOldest()
        }
        return count
    }

    /// Adds a request that was sent. Takes the answers that have come, so that a failure shows early.
    mutating func add(
        _ answer: Pending<Void>, writing range: ByteRange? = nil, reserved: Int = 0, on connection: Connection? = nil
    ) throws(SFTPError) {
        requests.append(
            Request(answer: answer, range: range, reserved: reserved, connection: connection ?? file.connection))
        while head < requests.count,
            requests.count - head > Self.mostRequests * files.count || requests[head].answer.hasCome
        {
            try waitForOldest()
        }
    }

    /// Sends everything, and waits for all writes where several connections carry them: what is asked over one of them next could
    /// overtake those of another.
    mutating func settle() throws(SFTPError) {
        try sendUnsent()
        if files.count > 1 { try finish() }
    }

    /// Waits until everything is done.
    mutating func finish() throws(SFTPError) {
        try sendUnsent()
        while head < requests.count { try waitForOldest() }
        if let failure { throw failure }
    }

    private mutating func waitForOldest() throws(SFTPError) {
        let request = requests[head]
        head += 1
        if head > Self.mostRequests * files.count {
            requests.removeFirst(head)
            head = 0
        }
        if request.reserved > 0 {
            request.connection.budget.release(request.reserved)
            request.connection.meter.note(request.reserved)
        }
        do throws(SFTPError) {
            try request.answer.wait()
        } catch {
            failure = failure ?? error
            if let range = request.range { refused.append(range) }
        }
        if let failure { throw failure }
    }

    /// Waits for all answers, whatever they are. Returns where the first of what was refused begins behind the first `length` bytes: what
    /// was written behind that leaves a hole. Nil where there is none.
    mutating func firstGap(behind length: Int64) -> Int64? {
        while head < requests.count { try? waitForOldest() }
        return refused.filter { $0.end > length }.map { max($0.offset, length) }.min()
    }

    /// Gives back what was reserved for answers that nobody waits for.
    mutating func abandon() {
        _ = takeUnsent()
        for request in requests[head...] where request.reserved > 0 {
            request.connection.budget.release(request.reserved)
        }
        requests = []
        head = 0
    }
}
