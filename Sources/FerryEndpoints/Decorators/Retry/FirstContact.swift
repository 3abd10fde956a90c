internal import Synchronization

/// Whether a place has ever answered. One that has not may be a wrong name or port: that is told at once, not after
/// minutes of patience with it.
public final class FirstContact: Sendable {
    private let isMade: Atomic<Bool>

    /// - Parameter isMade: There is a connection already.
    public init(isMade: Bool = false) {
        self.isMade = Atomic(isMade)
    }

    func made() { isMade.store(true, ordering: .relaxed) }

    /// What a failed call is told as. Before the first answer there is no connection, also where each request makes its own;
    /// afterwards there was one.
    func meaning(of error: EndpointError) -> EndpointError {
        let wasMade = isMade.load(ordering: .relaxed)
        let operation: EndpointError.Operation
        switch error.code {
        case .unreachable where !wasMade, .authenticationFailed where !wasMade, .untrustedHost where !wasMade:
            operation = .connect
        case .unreachable where error.operation == .connect, .timedOut where error.operation == .connect:
            operation = .reconnect
        default: return error
        }
        return EndpointError(error.code, operation, path: nil, location: error.location, reason: error.reason)
    }

    /// Whether a call that failed so is worth repeating.
    func allowsRepetition(after error: EndpointError) -> Bool {
        if error.code != .unreachable && error.code != .timedOut { made() }
        return isMade.load(ordering: .relaxed)
    }
}
