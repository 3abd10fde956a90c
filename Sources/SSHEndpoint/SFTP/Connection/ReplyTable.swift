internal import FerryCore
internal import FerryEndpoints
internal import Glibc
internal import Synchronization

/// The requests that have not been answered. Answers come in any order.
final class ReplyTable: Sendable {
    private struct State {
        var nextID: UInt32 = 0
        var pending: [UInt32: Reply] = [:]
        var failure: ConnectionFailure?
        var lastMove = ReplyTable.now()
    }

    private let state = Mutex(State())

    /// The number and the future answer of a new request.
    func begin() throws(ConnectionFailure) -> (id: UInt32, reply: Reply) {
        try state.withLock { (state) throws(ConnectionFailure) in
            if let failure = state.failure { throw failure }
            // Numbers wrap around long after their first use is over.
            let id = state.nextID
            state.nextID &+= 1
            let reply = Reply()
            if state.pending.isEmpty { state.lastMove = Self.now() }
            state.pending[id] = reply
            return (id, reply)
        }
    }

    func deliver(_ bytes: [UInt8]) throws(ConnectionFailure) {
        let id = try Message.id(of: bytes)
        // Read first: whoever waits for something that is no answer must still be found when all is given up.
        let message = try Message(answer: bytes)
        let reply = state.withLock { $0.pending.removeValue(forKey: id) }
        guard let reply else { throw .violation("an answer to nothing that was asked") }
        reply.deliver(.success(message))
    }

    /// Nothing is answered any more. The first reason counts.
    func fail(_ failure: ConnectionFailure) {
        let (pending, reason) = state.withLock { state in
            state.failure = state.failure ?? failure
            defer { state.pending = [:] }
            return (state.pending.values, state.failure ?? failure)
        }
        for reply in pending { reply.deliver(.failure(reason)) }
    }

    var failure: ConnectionFailure? { state.withLock { $0.failure } }

    /// Notes that bytes came.
    func moved() {
        state.withLock { $0.lastMove = Self.now() }
    }

    /// Throws when answers have been waited for longer than `seconds` without a byte coming.
    func requireProgress(within seconds: Int) throws(ConnectionFailure) {
        let isStuck = state.withLock { !$0.pending.isEmpty && Self.now() - $0.lastMove > seconds }
        if isStuck { throw ConnectionFailure(.timedOut, "the server has not answered for \(seconds) seconds") }
    }

    private static func now() -> Int {
        var time = timespec()
        clock_gettime(CLOCK_MONOTONIC, &time)
        return time.tv_sec
    }
}
