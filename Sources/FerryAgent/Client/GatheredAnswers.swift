internal import FerryCore

/// The answers to several calls that are under way together, each at its place.
final class GatheredAnswers: Sendable {
    private struct State {
        var answers: [AgentConnection.Answer?]
        var missing: Int
    }

    private let state: Monitor<State>

    init(count: Int) {
        state = Monitor(State(answers: Array(repeating: nil, count: count), missing: count))
    }

    func put(_ answer: AgentConnection.Answer, at index: Int) {
        let isLast = state.withLock { state in
            state.answers[index] = answer
            state.missing -= 1
            return state.missing == 0
        }
        if isLast { state.wake() }
    }

    func waitForAll() -> [AgentConnection.Answer] {
        state.wait { state in state.missing > 0 ? nil : state.answers.map { $0! } }
    }
}
