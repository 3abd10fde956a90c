internal import FerryCore
internal import FerryEndpoints

/// One SFTP session over one stream. Any number of threads send requests at the same time, and wait for the answers to
/// their own; one thread reads.
final class Connection: Sendable {
    let features: ServerFeatures
    let budget = TransferBudget()
    let meter: LinkMeter
    /// The answer to STAT of the directory that sessions begin in.
    private let home: Reply
    private let stream: any ByteStream
    private let replies = ReplyTable()
    private let sender: SendQueue
    let looks = LooksAhead()
    private let receiver: WorkerThread

    /// Says hello, and hears what the server can do.
    /// - Parameter patience: Seconds without an answer after which the server counts as hung; nil for ever.
    /// - Parameter greeting: The same for the first answer, before which users may have to type a password.
    /// - Parameter first: What will be asked for first.
    init(
        over stream: any ByteStream, patience: Int?, greeting: Int?, first: [FirstLook] = []
    ) throws(ConnectionFailure) {
        self.stream = stream
        sender = SendQueue(stream, patience: patience)
        let replies = self.replies
        let handshake = try Handshake(over: stream, patience: greeting)
        var features = handshake.features
        let frames = handshake.frames
        let sender = self.sender
        receiver = WorkerThread {
            replies.fail(Self.receive(from: frames, for: replies, sender, patience: patience, of: stream))
            stream.close()
        }
        do throws(ConnectionFailure) {
            // All under way together: round trips less before anything begins.
            let asked = LinkMeter.now
            let limits = features.offers(.limits) ? try Self.askLimits(sender, replies) : nil
            home = try Self.askHome(sender, replies)
            try looks.ask(first) { (writer) throws(ConnectionFailure) in
                try Self.start(writer, Self.noPayload, sender, replies)
            }
            try sender.flush()
            if let limits {
                try features.setLimits(try Self.told(limits))
            } else {
                _ = try home.wait()
            }
            meter = LinkMeter(roundTrip: LinkMeter.now - asked)
        } catch {
            stream.close()
            receiver.join()
            throw error
        }
        self.features = features
    }

    deinit {
        close()
        receiver.join()
    }

    /// What the directory is that sessions begin in, which was asked for at the beginning.
    var homeDirectory: Pending<FileAttributes> { Pending(home, on: self, decode: Answers.attributes) }

    /// Why there are no answers any more; nil while there are.
    var failure: ConnectionFailure? { replies.failure }

    func close() {
        abandon(.closed)
    }

    /// Gives up a server that cannot be understood.
    func abandon(_ failure: ConnectionFailure) {
        replies.fail(failure)
        stream.close()
    }

    /// Sends all requests: somebody is about to wait. What went wrong, the answers tell.
    func flush() {
        do throws(ConnectionFailure) {
            try sender.flush()
        } catch {
            if error.isOurs { replies.fail(error) }
        }
    }

    /// Makes a request, which is sent when anybody waits for it; `payload` are the last bytes of it.
    func start(
        _ writer: MessageWriter, payload: UnsafeRawBufferPointer = UnsafeRawBufferPointer(start: nil, count: 0)
    ) throws(SFTPError) -> Reply {
        if MessageType(rawValue: writer.bytes[4])?.changesNothing != true { looks.drop() }
        do throws(ConnectionFailure) {
            return try Self.start(writer, payload, sender, replies)
        } catch {
            // The receiver knows better why a stream broke: it hears what the other side had to say.
            throw .lost(replies.failure ?? error)
        }
    }

    private static func start(
        _ writer: MessageWriter, _ payload: UnsafeRawBufferPointer, _ sender: SendQueue, _ replies: ReplyTable
    ) throws(ConnectionFailure) -> Reply {
        let (id, reply) = try replies.begin()
        var bytes = writer.bytes
        MessageWriter.complete(&bytes, id: id, extra: payload.count)
        do throws(ConnectionFailure) {
            try sender.add(bytes, payload)
        } catch {
            if error.isOurs { replies.fail(error) }
            // The answer will not come, which the reply is told as soon as the reason is known.
            throw Self.reason(reply) ?? error
        }
        return reply
    }

    private static func reason(_ reply: Reply) -> ConnectionFailure? {
        do throws(ConnectionFailure) {
            _ = try reply.wait()
            return nil
        } catch {
            return error
        }
    }

    private static var noPayload: UnsafeRawBufferPointer { UnsafeRawBufferPointer(start: nil, count: 0) }

    private static func askLimits(_ sender: SendQueue, _ replies: ReplyTable) throws(ConnectionFailure) -> Reply {
        var writer = MessageWriter(.extended)
        writer.append(ServerFeatures.Extension.limits.rawValue.utf8)
        return try start(writer, noPayload, sender, replies)
    }

    private static func askHome(_ sender: SendQueue, _ replies: ReplyTable) throws(ConnectionFailure) -> Reply {
        var writer = MessageWriter(.stat)
        writer.append(".".utf8)
        return try start(writer, noPayload, sender, replies)
    }

    private static func told(_ limits: Reply) throws(ConnectionFailure) -> MessageReader {
        let answer = try limits.wait()
        guard answer.type == .extendedReply else { throw .violation("it does not tell the limits that it offered") }
        return answer.fields
    }

    /// Hands out answers until there are no more; returns why.
    private static func receive(
        from frames: FrameBox, for replies: ReplyTable, _ sender: SendQueue, patience: Int?, of stream: any ByteStream
    ) -> ConnectionFailure {
        do throws(ConnectionFailure) {
            while true {
                let message = try frames.reader.next(
                    idle: { () throws(ConnectionFailure) in
                        // What nobody waits for, such as the closing of files. There is little of it, and room.
                        try sender.flush()
                        if let patience { try replies.requireProgress(within: patience) }
                    },
                    moved: { replies.moved() })
                guard let message else { return replies.failure ?? stream.diagnosis() }
                try replies.deliver(message)
            }
        } catch {
            return error.code == .unreachable ? stream.diagnosis() : error
        }
    }
}

extension ConnectionFailure {
    /// Whether this side gave up waiting: nobody else will say why it is over.
    fileprivate var isOurs: Bool { code == .timedOut || code == .cancelled }
}
