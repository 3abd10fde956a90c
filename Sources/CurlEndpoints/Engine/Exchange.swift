internal import CCurl
internal import FerryCore

/// One request and its response under way: a worker sends and reads on one side, blocking, the engine's thread on the
/// other. What is received stays within `capacity`, plus what libcurl delivers at once; what is sent within as much.
///
/// Whoever drops an exchange before its end calls `cancel`.
public final class Exchange: Sendable {
    public let request: CurlRequest
    private let state: Monitor<State>
    private let mailbox: EngineMailbox
    /// When receiving pauses, in bytes; nil keeps the whole response.
    private let capacity: Int?

    /// Of streams. Larger ones gained nothing on loopback.
    static let streamCapacity = 256 * 1024

    fileprivate struct State {
        /// Lines that belong to no complete head yet.
        var partialHead = ResponseHead(status: 0)
        var head: ResponseHead?
        var incoming = ByteQueue()
        var isReceivingPaused = false
        var outgoing = ByteQueue()
        var isSendingPaused = false
        var isBodyComplete = false
        var outcome: Outcome?
        /// What the worker sleeps for: it is woken for nothing less.
        var awaited = Awaited.nothing
    }

    fileprivate enum Awaited {
        case nothing, head, bytes, room, end
    }

    fileprivate enum Outcome {
        case done
        case failed(CurlFailure)
    }

    init(_ request: CurlRequest, capacity: Int?, mailbox: EngineMailbox) {
        self.request = request
        self.capacity = capacity
        self.mailbox = mailbox
        state = Monitor(State())
    }

    // MARK: The worker's side

    /// Waits for the status and headers.
    public func head() throws(CurlFailure) -> ResponseHead {
        let result: Result<ResponseHead, CurlFailure> = state.wait { state in
            if let head = state.head { return .success(head) }
            if case .failed(let failure) = state.outcome { return .failure(failure) }
            state.awaited = .head
            return nil
        }
        return try result.get()
    }

    /// Waits for bytes of the body and takes as many as fit; 0 is its end, when the response is known to be whole.
    public func read(into buffer: UnsafeMutableRawBufferPointer) throws(CurlFailure) -> Int {
        if buffer.isEmpty { return 0 }
        let result: Result<(count: Int, resumes: Bool), CurlFailure> = state.wait { [capacity] state in
            let count = state.incoming.take(into: buffer)
            if count > 0 {
                let resumes = state.isReceivingPaused && state.incoming.count <= (capacity ?? 0) / 2
                if resumes { state.isReceivingPaused = false }
                return .success((count, resumes))
            }
            switch state.outcome {
            case .done: return .success((0, false))
            case .failed(let failure): return .failure(failure)
            case nil:
                state.awaited = .bytes
                return nil
            }
        }
        let taken = try result.get()
        if taken.resumes { mailbox.post(.resume(self)) }
        return taken.count
    }

    /// Whether all has come, or it has failed.
    public var hasEnded: Bool { state.withLock { $0.outcome != nil } }

    /// Adds to a body that is a stream; waits while there is no room.
    public func send(_ bytes: UnsafeRawBufferPointer) throws(CurlFailure) {
        let result: Result<Bool, CurlFailure> = state.wait { state in
            if case .failed(let failure) = state.outcome { return .failure(failure) }
            // A server may answer before it has taken everything; the rest interests nobody.
            if state.outcome != nil { return .success(false) }
            guard state.outgoing.count < Self.streamCapacity else {
                state.awaited = .room
                return nil
            }
            state.outgoing.append(bytes)
            return .success(state.takeSendingPause())
        }
        if try result.get() { mailbox.post(.resume(self)) }
    }

    /// Ends a body that is a stream.
    public func endBody() {
        let resumes = state.withLock { state in
            state.isBodyComplete = true
            return state.takeSendingPause()
        }
        if resumes { mailbox.post(.resume(self)) }
    }

    /// Waits for the end and returns what came, less what was read already.
    public func finish() throws(CurlFailure) -> Reply {
        let result: Result<Reply, CurlFailure> = state.wait { state in
            switch state.outcome {
            case .done: return .success(Reply(head: state.head ?? state.partialHead, body: state.incoming.takeAll()))
            case .failed(let failure): return .failure(failure)
            case nil:
                state.awaited = .end
                return nil
            }
        }
        return try result.get()
    }

    /// Gives up, unless it has ended already.
    public func cancel() {
        if state.withLock({ $0.outcome == nil }) { mailbox.post(.cancel(self)) }
    }

    // MARK: The engine's side

    /// One line of the head, with its end.
    func receive(line: UnsafeRawBufferPointer) {
        var end = line.count
        while end > 0, line[end - 1] == UInt8(ascii: "\n") || line[end - 1] == UInt8(ascii: "\r") { end -= 1 }
        let text = Array(line[..<end])
        _ = wake(.head) { state in
            if text.starts(with: "HTTP/".utf8) {
                state.partialHead = ResponseHead(status: Self.status(in: text))
            } else if !text.isEmpty {
                state.partialHead.append(text)
            } else if state.partialHead.status >= 200 {
                state.head = state.partialHead
            }
            return state.head != nil
        }
    }

    /// Returns how many bytes were taken, or that receiving is to pause.
    func receive(_ bytes: UnsafeRawBufferPointer) -> Int {
        let isTaken = wake(.bytes) { [capacity] state in
            if let capacity, state.incoming.count >= capacity {
                state.isReceivingPaused = true
                return false
            }
            state.incoming.append(bytes)
            return true
        }
        guard isTaken else { return Int(CURL_WRITEFUNC_PAUSE) }
        mailbox.noteReceived(bytes.count)
        return bytes.count
    }

    /// Fills the buffer with what is to be sent; 0 is the end. May answer that sending is to pause.
    func fill(_ buffer: UnsafeMutableRawBufferPointer) -> Int {
        var count = 0
        _ = wake(.room) { state in
            count = state.outgoing.take(into: buffer)
            if count > 0 { return true }
            if !state.isBodyComplete {
                state.isSendingPaused = true
                count = Int(CURL_READFUNC_PAUSE)
            }
            return false
        }
        return count
    }

    /// How much of a response was taken so far that is to be kept whole.
    var keptLength: Int { capacity == nil ? state.withLock { $0.incoming.count } : 0 }

    /// - Parameter status: The protocol's last reply, where it sends no heads.
    func end(_ failure: CurlFailure?, status: Int = 0) {
        state.update { state in
            guard state.outcome == nil else { return }
            if state.head == nil, state.partialHead.status == 0 { state.partialHead.status = status }
            if failure == nil, state.head == nil { state.head = state.partialHead }
            state.outcome = failure.map { .failed($0) } ?? .done
        }
    }

    /// Changes the state; when that brings what the worker sleeps for, it is woken soon.
    private func wake(_ awaited: Awaited, _ body: (inout State) -> Bool) -> Bool {
        let (result, wakes) = state.withLock { state in
            let result = body(&state)
            let wakes = result && state.awaited == awaited
            if wakes { state.awaited = .nothing }
            return (result, wakes)
        }
        if wakes { mailbox.dueWakes.add(self) }
        return result
    }

    /// Lets the worker look again.
    func wakeWorker() { state.wake() }

    /// `HTTP/1.1 200 OK`
    private static func status(in line: [UInt8]) -> Int {
        let words = line.split(separator: UInt8(ascii: " "), maxSplits: 2)
        return words.count > 1 ? Int(String(decoding: words[1], as: UTF8.self)) ?? 0 : 0
    }
}

extension Exchange.State {
    /// Whether libcurl must be told that there is something to send again.
    fileprivate mutating func takeSendingPause() -> Bool {
        defer { isSendingPaused = false }
        return isSendingPaused
    }
}

/// A whole response.
public struct Reply: Sendable {
    public var head: ResponseHead
    public var body: [UInt8]

    public init(head: ResponseHead, body: [UInt8]) {
        self.head = head
        self.body = body
    }

    public var status: Int { head.status }
}
