/// Workers that are to be woken when the engine's thread has taken all that is there for now: head, body and end of a small
/// response arrive at once, and are worth waking somebody for once.
///
/// For the engine's thread alone.
final class DueWakes: @unchecked Sendable {
    private var exchanges: [Exchange] = []

    func add(_ exchange: Exchange) { exchanges.append(exchange) }

    func flush() {
        for exchange in exchanges { exchange.wakeWorker() }
        exchanges.removeAll(keepingCapacity: true)
    }
}
