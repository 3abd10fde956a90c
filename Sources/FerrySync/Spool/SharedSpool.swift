internal import Synchronization

/// A list of byte records that many threads add to, and one reads in the end. It takes no room while it is empty.
final class SharedSpool: Sendable {
    private struct State: ~Copyable {
        var spool: RecordSpool?
    }

    private let state = Mutex(State())

    func append(_ record: [UInt8]) {
        state.withLock {
            let spool = $0.spool ?? RecordSpool()
            spool.append(record)
            $0.spool = spool
        }
    }

    func forEach(_ body: ([UInt8]) -> Void) {
        guard let spool = state.withLock({ $0.spool }) else { return }
        spool.forEach(body)
    }
}
