internal import FerryCore
internal import FerryEndpoints

/// Connections of a host beside its first one, which carry content only. They are opened one after another, where measurements
/// say that it pays; a server that refuses one is not asked again.
final class FurtherConnections: Sendable {
    private struct State {
        var ready: [Connection] = []
        var threads: [WorkerThread] = []
        var isOpening = false
        /// What is being opened.
        var stream: (any ByteStream)?
        var isClosed = false
        /// Seconds that the last one took.
        var cost: Double?
        var turn = 0
    }

    private let start: @Sendable () throws(ConnectionFailure) -> any ByteStream
    private let connect: @Sendable (any ByteStream) throws(ConnectionFailure) -> Connection
    private let state = Monitor(State())

    /// With the first one four: few links need more, and few servers let anybody have many at once.
    static let usualMost = 3
    private let most: Int
    /// One pays when what is left takes so many times as long as opening it.
    private static let worth = 3.0

    /// - Parameters:
    ///   - most: How many there may be.
    ///   - start: Starts an SFTP server.
    ///   - connect: Says hello to it.
    init(
        most: Int,
        start: @escaping @Sendable () throws(ConnectionFailure) -> any ByteStream,
        connect: @escaping @Sendable (any ByteStream) throws(ConnectionFailure) -> Connection
    ) {
        (self.most, self.start, self.connect) = (most, start, connect)
    }

    deinit {
        let threads = state.update { state in
            state.isClosed = true
            state.stream?.close()
            return state.threads
        }
        for thread in threads { thread.join() }
    }

    /// The one that another file is to use, each in its turn; nil is the first connection.
    func next() -> Connection? {
        state.withLock { state in
            state.ready.removeAll { $0.failure != nil }
            state.turn = (state.turn + 1) % (state.ready.count + 1)
            return state.turn == 0 ? nil : state.ready[state.turn - 1]
        }
    }

    /// One that is none of these.
    func another(than used: [Connection]) -> Connection? {
        state.withLock { state in
            state.ready.first { ready in ready.failure == nil && !used.contains { $0 === ready } }
        }
    }

    /// Opens one more, on a thread of its own, where it pays.
    ///
    /// - Parameters:
    ///   - delay: Seconds that the content will take without.
    ///   - usualCost: Seconds that opening takes, where none has been opened yet.
    func widen(delay: Double, usualCost: Double) {
        state.withLock { state in
            guard !state.isClosed, !state.isOpening, state.ready.count < most, state.threads.count < most,
                delay >= Self.worth * (state.cost ?? usualCost)
            else { return }
            state.isOpening = true
            state.threads.append(
                WorkerThread { [state = self.state, start, connect] in Self.open(state, start, connect) })
        }
    }

    /// Where it fails, the first connection does all that there is to do.
    private static func open(
        _ state: Monitor<State>, _ start: () throws(ConnectionFailure) -> any ByteStream,
        _ connect: (any ByteStream) throws(ConnectionFailure) -> Connection
    ) {
        let began = LinkMeter.now
        do throws(ConnectionFailure) {
            let stream = try start()
            let isClosed = state.update { state in
                state.stream = stream
                return state.isClosed
            }
            if isClosed { return stream.close() }
            let connection = try connect(stream)
            state.update { state in
                state.ready.append(connection)
                state.cost = LinkMeter.now - began
                state.isOpening = false
                state.stream = nil
            }
        } catch {
            // `isOpening` stays: a server that refused is not asked again.
            state.update { $0.stream = nil }
        }
    }
}
