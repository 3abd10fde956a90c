internal import FerryEndpoints

/// The pieces that answer a call, with credit given as they are taken. Dropped before the end, it is cancelled.
final class AgentStream {
    private let incoming: IncomingStream
    private let number: UInt32?
    private let connection: AgentConnection
    private var taken = 0
    private var isOver = false

    /// Credit is given in portions: a message each is too much for every piece.
    private static let portion = 256 * 1024

    init(_ incoming: IncomingStream, number: UInt32?, connection: AgentConnection) {
        self.incoming = incoming
        self.number = number
        self.connection = connection
    }

    deinit { cancel() }

    /// Waits for the next piece; nil at the end, which comes only when all was well.
    func next() throws(AnswerError) -> ArraySlice<UInt8>? {
        if isOver { return nil }
        if taken >= Self.portion {
            ask(for: taken)
            taken = 0
        }
        do throws(AnswerError) {
            if !incoming.isReady { connection.flush() }
            let piece = try incoming.next()
            taken += piece?.count ?? 0
            isOver = piece == nil
            return piece
        } catch {
            isOver = true
            throw error
        }
    }

    func cancel() {
        if !isOver, let number { connection.cancel(number) }
        isOver = true
    }

    func ask(for bytes: Int) {
        guard let number else { return }
        incoming.addCredit(bytes)
        connection.give(bytes, to: number)
    }
}
