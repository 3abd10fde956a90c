internal import FerryEndpoints

/// A request under way, and how its answer is read.
struct Pending<Value>: Sendable {
    private let connection: Connection
    private let reply: Reply
    private let decode: @Sendable (Message) throws(SFTPError) -> Value

    init(
        _ reply: Reply, on connection: Connection, decode: @escaping @Sendable (Message) throws(SFTPError) -> Value
    ) {
        self.connection = connection
        self.reply = reply
        self.decode = decode
    }

    /// An answer that is none to this request ends the connection: nothing else that comes could be believed.
    func wait() throws(SFTPError) -> Value {
        do throws(SFTPError) {
            return try decode(try answer())
        } catch {
            if case .lost(let failure) = error, failure.code == .protocolViolation { connection.abandon(failure) }
            throw error
        }
    }

    private func answer() throws(SFTPError) -> Message {
        if !reply.hasCome { connection.flush() }
        do throws(ConnectionFailure) {
            return try reply.wait()
        } catch {
            throw .lost(error)
        }
    }

    /// Waits for the answer without looking at it. Who needs several waits for the last one first: one time instead of several, since
    /// servers keep the order.
    func arrive() {
        if !reply.hasCome { connection.flush() }
        reply.arrive()
    }

    /// Whether waiting would take no time.
    var hasCome: Bool { reply.hasCome }
}
