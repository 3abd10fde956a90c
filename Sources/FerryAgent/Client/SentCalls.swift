internal import FerryCore

/// The calls about a staged file that were sent and not answered yet, and the first failure among the answers.
final class SentCalls: Sendable {
    private struct State {
        var unanswered = 0
        var firstFailure: AnswerError?
    }

    private let state = Monitor(State())

    var failure: AnswerError? { state.withLock { $0.firstFailure } }

    func begin() {
        state.withLock { $0.unanswered += 1 }
    }

    func end(_ answer: AgentConnection.Answer) {
        state.update { state in
            state.unanswered -= 1
            if case .failure(let error) = answer { state.firstFailure = state.firstFailure ?? error }
        }
    }

    func waitForAll() {
        state.wait { state -> Void? in state.unanswered > 0 ? nil : () }
    }
}
