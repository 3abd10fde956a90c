internal import FerryCore
internal import FerryEndpoints

/// The pieces of an answer, put in by the connection's thread and taken out by the caller's.
final class IncomingStream: Sendable {
    private struct State {
        var pieces: [ArraySlice<UInt8>] = []
        var end: Result<Void, AnswerError>?
        /// What the agent may still send.
        var credit: Int
    }

    private let state: Monitor<State>

    init(credit: Int) {
        state = Monitor(State(credit: credit))
    }

    /// Takes a piece from the agent. One piece may exceed the credit, as it is not cut up for it.
    func put(_ piece: ArraySlice<UInt8>) throws(ConnectionFailure) {
        try state.update { (state) throws(ConnectionFailure) in
            guard state.credit > 0, !piece.isEmpty else { throw .violation("a piece that nobody asked for") }
            state.credit -= piece.count
            state.pieces.append(piece)
        }
    }

    /// There are no more pieces, or there is an error in place of the next one.
    func finish(_ outcome: Result<Void, AnswerError>) {
        state.update { $0.end = $0.end ?? outcome }
    }

    func addCredit(_ bytes: Int) {
        state.withLock { $0.credit += bytes }
    }

    /// Whether `next` need not wait.
    var isReady: Bool { state.withLock { !$0.pieces.isEmpty || $0.end != nil } }

    /// Waits for the next piece; nil at the end.
    func next() throws(AnswerError) -> ArraySlice<UInt8>? {
        try state.wait { (state) throws(AnswerError) -> ArraySlice<UInt8>?? in
            if !state.pieces.isEmpty { return .some(state.pieces.removeFirst()) }
            guard let end = state.end else { return nil }
            try end.get()
            return .some(nil)
        }
    }
}

/// Why a call has no result.
enum AnswerError: Error {
    /// The agent's own word.
    case refused(EndpointError)
    /// There is no agent any more.
    case lost(ConnectionFailure)

    /// As an error of an endpoint that was doing something. The agent does not know what the place is called here, and does not
    /// always tell what it was asked for.
    func during(
        _ operation: EndpointError.Operation, _ path: RelativePath?, at location: String
    ) -> EndpointError {
        switch self {
        case .refused(let error):
            if error.path == nil, error.operation != .connect {
                EndpointError(error.code, operation, path: path, location: location, reason: error.reason)
            } else {
                EndpointError(error.code, error.operation, path: error.path, location: location, reason: error.reason)
            }
        case .lost(let failure): failure.during(operation, path, at: location)
        }
    }
}
