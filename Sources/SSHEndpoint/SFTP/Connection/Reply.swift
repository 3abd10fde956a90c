internal import FerryCore
internal import FerryEndpoints

/// The answer to one request, once it has come.
final class Reply: Sendable {
    private let outcome = Monitor<Result<Message, ConnectionFailure>?>(nil)

    func deliver(_ result: Result<Message, ConnectionFailure>) {
        outcome.update { $0 = $0 ?? result }
    }

    func wait() throws(ConnectionFailure) -> Message {
        try outcome.wait { $0 }.get()
    }

    /// Waits until there is something to be had without waiting.
    func arrive() {
        outcome.wait { $0 == nil ? nil : () }
    }

    var hasCome: Bool { outcome.withLock { $0 != nil } }
}
