internal import FerryCore
internal import FerryEndpoints

/// One SFTP session over one stream. Any number of threads send requests at the same time, and wait for the answers to
/// their own; one thread reads.
final class Connection: Sendable {
    let features: ServerFeatures
    let budget = TransferBudget()
    let meter: LinkMeter
    private let stream: any ByteStream
    private let replies = ReplyTable()
    private let sender: SendQueue
    private let receiver: WorkerThread

    /// Says hello, and hears what the server can do.
    /// - Parameter patience: Seconds without an answer after which the server counts as hung; nil for ever.
    /// - Parameter greeting: The same for the first answer, before which users may have to type a password.
    init(over stream: any ByteStream, patience: Int?, greeting: Int?) throws(ConnectionFailure) {
        self.stream = stream
        sender = SendQueue(stream, patience: patience)
        let replies = self.replies
        let handshake = try Handshake(over: stream, patience: greeting)
        var features = handshake.features
        let frames = handshake.frames
        receiver = WorkerThread {
            replies.fail(Self.receive(from: frames, for: replies, patience: patience, of: stream))
            stream.close()
        }
        do throws(ConnectionFailure) {
            let asked = LinkMeter.now
            if features.offers(.limits) { try features.setLimits(try Self.askLimits(sender, replies)) }
            meter = LinkMeter(roundTrip: features.offers(.limits) ? LinkMeter.now - asked : 0)
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

    /// Sends a request; `payload` are the last bytes of it.
    func start(
        _ writer: MessageWriter, payload: UnsafeRawBufferPointer = UnsafeRawBufferPointer(start: nil, count: 0)
    ) throws(SFTPError) -> Reply {
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
            try sender.send(bytes, payload)
        } catch {
            if error.code == .timedOut { replies.fail(error) }
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

    private static func askLimits(
        _ sender: SendQueue, _ replies: ReplyTable
    ) throws(ConnectionFailure) -> MessageReader {
        var writer = MessageWriter(.extended)
        writer.append(ServerFeatures.Extension.limits.rawValue.utf8)
        let none = UnsafeRawBufferPointer(start: nil, count: 0)
        let answer = try start(writer, none, sender, replies).wait()
        guard answer.type == .extendedReply else { throw .violation("it does not tell the limits that it offered") }
        return answer.fields
    }

    /// Hands out answers until there are no more; returns why.
    private static func receive(
        from frames: FrameBox, for replies: ReplyTable, patience: Int?, of stream: any ByteStream
    ) -> ConnectionFailure {
        do throws(ConnectionFailure) {
            while true {
                let message = try frames.reader.next(
                    idle: { () throws(ConnectionFailure) in
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
