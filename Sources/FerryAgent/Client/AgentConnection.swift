internal import FerryCore
internal import FerryEndpoints
internal import Synchronization

/// A connection to an agent: sends the calls of many threads, and brings each its answer.
final class AgentConnection: Sendable {
    typealias Answer = Result<ArraySlice<UInt8>, AnswerError>
    typealias Completion = @Sendable (Answer) -> Void

    private enum Waiting {
        case result(Completion)
        case pieces(IncomingStream)
    }

    private struct State {
        var waiting: [UInt32: Waiting] = [:]
        var lastNumber: UInt32 = 0
        var failure: ConnectionFailure?
        var thread: WorkerThread?
    }

    /// What content may be on its way to the agent without its answer. 8 MiB: a link of 1 Gbit/s with a round trip of 64 ms.
    let window = ByteBudget(8 << 20)
    private let stream: any ByteStream
    private let writer: FrameWriter
    private let location: String
    /// How long the agent may be silent when something is asked of it, in seconds; nil is however long.
    private let patience: Int?
    /// The version of the protocol that is spoken.
    let version: UInt8
    /// What is agreed on; nil where nothing is compressed.
    let compression: StreamCompression?
    private let state = Mutex(State())
    /// How many calls were made that may change something.
    let changes = Atomic<Int>(0)

    /// Greets the agent. Throws when none answers in `greeting` seconds, or one that does not speak this side's protocol.
    /// - Parameter compression: What is wanted; an old agent does not know it.
    init(
        _ stream: any ByteStream, location: String, patience: Int?, greeting: Int?, compression: StreamCompression?
    ) throws(ConnectionFailure) {
        self.stream = stream
        self.location = location
        self.patience = patience
        writer = FrameWriter(stream, patience: patience)
        let reader = FrameReader(stream)
        writer.flush()
        do throws(ConnectionFailure) {
            version = min(Greeting.version, try Self.greet(reader, on: stream, within: greeting))
            self.compression = version >= Greeting.firstWithCompression ? compression : nil
            if let agreed = self.compression { try reader.decompress(by: agreed.algorithm.decompressor()) }
        } catch {
            writer.fail(error)
            writer.end()
            stream.close()
            throw error
        }
        if let agreed = self.compression { begin(agreed) }
        let box = Box(reader: reader)
        let thread = WorkerThread { [self] in run(box.reader) }
        state.withLock { $0.thread = thread }
    }

    private static func greet(
        _ reader: FrameReader, on stream: any ByteStream, within patience: Int?
    ) throws(ConnectionFailure) -> UInt8 {
        guard let version = try reader.greeting(within: patience) else {
            let failure = stream.diagnosis()
            throw failure.code == .unsupported ? failure.quoting(reader.noise) : failure
        }
        guard version >= Greeting.oldestVersion else {
            throw ConnectionFailure(.unsupported, "the agent there speaks an older protocol", whileConnecting: true)
        }
        return version
    }

    /// The agent reads the call before anything that was compressed.
    private func begin(_ compression: StreamCompression) {
        send(.compress(compression)) { _ in }
        writer.compress(by: compression.algorithm.compressor(level: compression.level))
    }

    /// Why the connection is over; nil while it is not.
    var failure: ConnectionFailure? { state.withLock { $0.failure } }

    /// Ends the connection. Whoever waits gets an error.
    func close() {
        writer.end()
        stream.close()
        let thread = state.withLock { state in
            defer { state.thread = nil }
            return state.thread
        }
        thread?.join()
    }

    /// Makes a call and waits for its result.
    func result(of call: Call) throws(AnswerError) -> WireReader {
        try begin(call).wait()
    }

    /// Makes a call whose result is waited for later.
    func begin(_ call: Call) -> AnswerUnderWay {
        let answer = AnswerUnderWay(of: self)
        send(call) { answer.put($0) }
        return answer
    }

    /// Sends all calls that were made: somebody is about to wait.
    func flush() { writer.flush() }

    /// Makes a call without waiting, which is sent by `flush`. `completion` runs on the connection's thread, and must not wait for anything.
    func send(_ call: Call, completion: @escaping Completion) {
        if !call.changesNothing { changes.add(1, ordering: .relaxed) }
        guard let number = begin(.result(completion)) else { return completion(.failure(.lost(failure ?? .closed))) }
        transmit(.call, number, call.encoded)
    }

    /// As `send`, for content that need not be copied to be sent. `isCompressible`: whether its file's name says so.
    func sendWrite(
        _ bytes: UnsafeRawBufferPointer, to file: FileNumber, at offset: Int64, isCompressible: Bool,
        completion: @escaping Completion
    ) {
        guard let number = begin(.result(completion)) else { return completion(.failure(.lost(failure ?? .closed))) }
        transmit(.call, number, Call.writeHead(file, at: offset), bytes, isCompressible: isCompressible)
    }

    /// Makes a call that is answered by pieces. `more`: credit beyond what every stream begins with.
    func pieces(of call: Call, more: Int = 0) -> AgentStream {
        let incoming = IncomingStream(credit: ServedStream.initialCredit)
        let number = begin(.pieces(incoming))
        let answer = AgentStream(incoming, number: number, connection: self)
        if let number {
            transmit(.call, number, call.encoded)
            if more > 0 { answer.ask(for: more) }
        } else {
            incoming.finish(.failure(.lost(failure ?? .closed)))
        }
        return answer
    }

    /// Lets a stream send more.
    func give(_ bytes: Int, to number: UInt32) {
        var content = WireWriter()
        content.put(UInt64(bytes))
        transmit(.credit, number, content.bytes)
    }

    /// Nobody takes a stream's pieces any more.
    func cancel(_ number: UInt32) {
        let isWaiting = state.withLock { $0.waiting.removeValue(forKey: number) != nil }
        guard isWaiting else { return }
        transmit(.cancel, number, [])
        flush()
    }

    /// Nil when the connection is over.
    private func begin(_ waiting: Waiting) -> UInt32? {
        state.withLock { state in
            if state.failure != nil { return nil }
            repeat { state.lastNumber &+= 1 } while state.waiting[state.lastNumber] != nil
            state.waiting[state.lastNumber] = waiting
            return state.lastNumber
        }
    }

    private func transmit(
        _ kind: Frame.Kind, _ number: UInt32, _ head: [UInt8],
        _ tail: UnsafeRawBufferPointer = UnsafeRawBufferPointer(start: nil, count: 0), isCompressible: Bool = true
    ) {
        do throws(ConnectionFailure) {
            try writer.add(kind, number, head, tail, isCompressible: isCompressible)
        } catch {
            fail(error)
        }
    }

    /// Brings the bad news to everybody who waits, and to everybody who comes later.
    private func fail(_ reason: ConnectionFailure) {
        let waiting = state.withLock { state in
            defer { state.waiting = [:] }
            state.failure = state.failure ?? reason
            return state.waiting.values
        }
        writer.fail(reason)
        stream.close()
        for one in waiting {
            switch one {
            case .result(let completion): completion(.failure(.lost(reason)))
            case .pieces(let stream): stream.finish(.failure(.lost(reason)))
            }
        }
    }

    private struct Box: @unchecked Sendable {
        let reader: FrameReader
    }
}

/// The thread that takes answers.
extension AgentConnection {
    private func run(_ reader: FrameReader) {
        do throws(ConnectionFailure) {
            var isProbing = false
            let idleTime = patience.map { Int32(clamping: $0 * 500) } ?? -1
            while let frame = try reader.next(
                idleTime: idleTime,
                whenIdle: { () throws(ConnectionFailure) in
                    if isProbing { throw ConnectionFailure(.timedOut, "no answer from the agent") }
                    isProbing = probe()
                })
            {
                isProbing = false
                try deliver(frame)
            }
            throw ended(stream.diagnosis())
        } catch {
            fail(error)
        }
    }

    /// An agent that was there can be there again.
    private func ended(_ diagnosis: ConnectionFailure) -> ConnectionFailure {
        if diagnosis.code != .unsupported { return diagnosis }
        return ConnectionFailure(.unreachable, "the agent ended: \(diagnosis.reason)")
    }

    /// Asks whether the agent is there, if anybody waits for it.
    private func probe() -> Bool {
        guard state.withLock({ !$0.waiting.isEmpty }) else { return false }
        send(.ping) { _ in }
        flush()
        return true
    }

    /// Whoever waits is taken off the list only for an answer that fits: after anything else, `fail` finds it there.
    private func deliver(_ frame: Frame) throws(ConnectionFailure) {
        switch (frame.kind, state.withLock { $0.waiting[frame.call] }) {
        case (.piece, .pieces(let stream)?): try stream.put(frame.content)
        case (.result, let waiting?): finish(waiting, frame.call, .success(frame.content))
        case (.failure, let waiting?): finish(waiting, frame.call, .failure(.refused(try error(frame))))
        // The answer to a stream that was cancelled meanwhile.
        case (.piece, nil), (.result, nil), (.failure, nil): break
        default: throw .violation("an answer that fits no call")
        }
    }

    private func finish(_ waiting: Waiting, _ call: UInt32, _ answer: Answer) {
        state.withLock { _ = $0.waiting.removeValue(forKey: call) }
        switch waiting {
        case .result(let completion): completion(answer)
        case .pieces(let stream): stream.finish(answer.map { _ in })
        }
    }

    private func error(_ frame: Frame) throws(ConnectionFailure) -> EndpointError {
        var reader = WireReader(frame.content)
        return try reader.error(location: location)
    }
}
