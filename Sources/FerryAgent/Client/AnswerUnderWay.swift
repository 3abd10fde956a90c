internal import FerryCore

/// The result of one call, once it has come.
final class AnswerUnderWay: Sendable {
    private let answer = Monitor<AgentConnection.Answer?>(nil)
    private let connection: AgentConnection

    init(of connection: AgentConnection) {
        self.connection = connection
    }

    func put(_ answer: AgentConnection.Answer) {
        self.answer.update { $0 = answer }
    }

    func arrive() {
        if answer.withLock({ $0 == nil }) { connection.flush() }
        answer.wait { $0 == nil ? nil : () }
    }

    /// It comes in every case: after the end of the connection as a failure.
    func wait() throws(AnswerError) -> WireReader {
        arrive()
        return WireReader(try answer.wait { $0 }.get())
    }
}
