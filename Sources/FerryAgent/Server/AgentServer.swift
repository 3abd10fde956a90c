internal import FerryCore
public import FerryEndpoints
internal import Synchronization

/// Serves directory trees to the client at the other end of a byte stream, until that ends.
///
/// The client is not trusted: paths are checked where they are read, numbers where they are looked up, and what it may
/// leave waiting is bounded. What it may reach is up to `open`.
public final class AgentServer: Sendable {
    /// Opens the tree at a path of the client's.
    public typealias Opener =
        @Sendable (_ path: [UInt8], _ options: TreeOptions) throws(EndpointError) -> any Endpoint

    private let reader: Mutex<FrameReader>
    private let answers: Answers
    private let session: ServerSession
    private let crew: Crew
    /// Directories are made in the order in which they are asked for.
    private let directories = Strand()
    /// What the client has sent that was not carried out yet. Over it, no more is read.
    private let pending = ByteBudget(32 << 20)

    /// `patience`: after how many seconds a client that takes nothing is given up; nil is never.
    public init(_ stream: any ByteStream, isReadOnly: Bool, patience: Int?, open: @escaping Opener) {
        reader = Mutex(FrameReader(stream))
        let answers = Answers(FrameWriter(stream, patience: patience))
        self.answers = answers
        crew = Crew { answers.flush() }
        session = ServerSession(isReadOnly: isReadOnly, open: open)
    }

    /// Serves until the client ends the stream. Staged files that it left are discarded. Throws what was wrong with what
    /// the client sent, or why the stream broke.
    public func run() throws(ConnectionFailure) {
        let outcome = reader.withLock { reader in
            Result { () throws(ConnectionFailure) in
                answers.flush()
                guard try reader.greeting(within: 60) != nil else { return }
                while let frame = try next(reader) { try handle(frame, from: reader) }
            }
        }
        session.cancelStreams()
        crew.end()
        session.end()
        answers.end()
        try outcome.get()
    }

    /// Calls that came together begin together: what is to be done with one file is then done by one thread in one go.
    private func next(_ reader: FrameReader) throws(ConnectionFailure) -> Frame? {
        if !reader.isReady {
            crew.begin()
            answers.flush()
        }
        return try reader.next()
    }

    private func handle(_ frame: Frame, from reader: FrameReader) throws(ConnectionFailure) {
        switch frame.kind {
        case .call:
            let call = try Call.decode(frame.content)
            if case .compress(let compression) = call {
                // What the client sends next may be compressed.
                try reader.decompress(by: compression.algorithm.decompressor())
                return begin(compression, number: frame.call)
            }
            try carryOut(call, number: frame.call, bytes: frame.content.count)
        case .credit:
            var reader = WireReader(frame.content)
            let bytes = try reader.number(as: Int.self)
            guard bytes <= ServedStream.mostCredit else { throw .violation("a credit of \(bytes) bytes") }
            if let stream = session.stream(frame.call) {
                crew.add(on: stream.strand, isShort: false) { stream.give(bytes) }
            }
        case .cancel:
            if let stream = session.stream(frame.call) {
                stream.cancel()
                crew.add(on: stream.strand) { stream.give(0) }
            }
        case .piece, .result, .failure, .block: throw .violation("an answer from a client")
        }
    }

    private func begin(_ compression: StreamCompression, number: UInt32) {
        session.spareIncompressible(compression.incompressible)
        answers.compress(by: compression)
        answers.result([], of: number)
    }

    private func carryOut(_ call: Call, number: UInt32, bytes: Int) throws(ConnectionFailure) {
        if case .ping = call { return answers.result([], of: number) }
        // Known before it is carried out: credit for it may follow at once.
        let stream = call.hasPieces ? ServedStream(number: number, answers: answers) : nil
        if let stream { try session.remember(stream) }
        if !pending.takeAtOnce(bytes) {
            crew.begin()
            answers.flush()
            pending.take(bytes)
        }
        let job: Strand.Job = { [self] in
            defer { pending.giveBack(bytes) }
            perform(call, number, stream)
        }
        if let file = call.file {
            crew.add(on: session.strand(of: file), isShort: call.isShort, job)
        } else if case .open = call {
            // What follows refers to it.
            crew.begin()
            job()
        } else if case .createDirectory = call {
            // One may lie in another that came before.
            crew.add(on: directories, job)
        } else {
            crew.add(isShort: call.isShort, job)
        }
    }

    private func perform(_ call: Call, _ number: UInt32, _ stream: ServedStream?) {
        do throws(EndpointError) {
            switch try session.perform(call) {
            case .result(let content): answers.result(content, of: number)
            case .stream(let source):
                guard let stream else { preconditionFailure("a stream that was not announced") }
                let start: Strand.Job = { [session] in
                    stream.begin(source) { session.forget(stream: number) }
                }
                if stream.strand.add(start) { stream.strand.run() }
            }
        } catch {
            if stream != nil { session.forget(stream: number) }
            answers.failure(error, of: number)
        }
    }
}

/// The way back to the client. Once the stream is broken, answers go nowhere: reading will say so.
struct Answers: Sendable {
    private let writer: FrameWriter

    init(_ writer: FrameWriter) {
        self.writer = writer
    }

    func compress(by compression: StreamCompression) {
        writer.compress(by: compression.algorithm.compressor(level: compression.level))
    }

    func piece(_ bytes: UnsafeRawBufferPointer, of call: UInt32, isCompressible: Bool) {
        try? writer.add(.piece, call, [], bytes, isCompressible: isCompressible)
    }

    func result(_ content: [UInt8], of call: UInt32) {
        try? writer.add(.result, call, content)
    }

    func failure(_ error: EndpointError, of call: UInt32) {
        var content = WireWriter()
        content.put(error)
        try? writer.add(.failure, call, content.bytes)
    }

    func flush() { writer.flush() }

    func end() { writer.end() }
}
