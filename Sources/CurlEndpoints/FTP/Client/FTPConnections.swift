internal import FerryCore
internal import FerryEndpoints
internal import Glibc

/// One control connection: an engine of its own, since libcurl waits for the server at some steps of FTP and does
/// nothing else meanwhile. Used by one thread at a time.
final class FTPConnection: @unchecked Sendable {
    let engine: CurlEngine
    /// Whether a login succeeded.
    var isProven = false

    init(_ engine: CurlEngine) {
        self.engine = engine
    }
}

/// The control connections to one server, as many as it lets us have.
final class FTPConnections: Sendable {
    /// What a connection is taken for.
    enum Use: Sendable {
        /// A file that is read as slowly as somebody else writes: another connection is left to the writer, who may need
        /// one to this very server.
        case reading
        case anything
    }

    fileprivate struct State {
        var idle: [FTPConnection] = []
        var open = 0
        var limit: Int
        /// The threads that read.
        var readers: [pthread_t] = []
        var isClosed = false
    }

    private let state: Monitor<State>
    private let make: @Sendable () -> CurlEngine

    init(limit: Int, _ make: @escaping @Sendable () -> CurlEngine) {
        state = Monitor(State(limit: limit))
        self.make = make
    }

    /// Waits for a connection. It may be a new one that nobody has proven yet.
    func take(_ use: Use = .anything) throws(FTPFailure) -> FTPConnection {
        let result: Result<FTPConnection, FTPFailure> = state.wait { [make] state in
            if state.isClosed { return .failure(FTPFailure(.cancelled)) }
            if use == .reading, state.limit > 1, state.readers.count >= state.limit - 1 { return nil }
            guard let connection = state.idle.popLast() ?? state.another(make) else {
                return state.waitsForItself ? .failure(Self.onlyOne) : nil
            }
            if use == .reading { state.readers.append(pthread_self()) }
            return .success(connection)
        }
        return try result.get()
    }

    func giveBack(_ connection: FTPConnection, after use: Use = .anything) {
        let isClosed = state.update { state in
            if use == .reading { state.removeReader() }
            state.idle.append(connection)
            return state.isClosed
        }
        if isClosed { connection.engine.close() }
    }

    /// Gives a connection up that the server did not want, and asks for as many no more. Returns false where it was the
    /// only one.
    func drop(_ connection: FTPConnection, after use: Use) -> Bool {
        let isOneOfSeveral = state.update { state in
            if use == .reading { state.removeReader() }
            state.open -= 1
            state.limit = max(1, min(state.limit, state.open))
            return state.open > 0
        }
        connection.engine.close()
        return isOneOfSeveral
    }

    /// Ends those that nobody uses now, and the others when they are given back.
    func close() {
        let idle = state.update { state in
            state.isClosed = true
            defer { state.idle = [] }
            return state.idle
        }
        for connection in idle { connection.engine.close() }
    }

    private static let onlyOne = FTPFailure(
        .unsupported, "the server lets us have one connection only, over which a file is being read")
}

extension FTPConnections.State {
    fileprivate mutating func another(_ make: () -> CurlEngine) -> FTPConnection? {
        if open >= limit { return nil }
        open += 1
        return FTPConnection(make())
    }

    /// Whether the calling thread would wait for what it holds.
    fileprivate var waitsForItself: Bool {
        limit == 1 && readers.contains(pthread_self())
    }

    fileprivate mutating func removeReader() {
        // A reader may be dropped by another thread than opened it: then any of them goes.
        let index = readers.firstIndex(of: pthread_self()) ?? readers.indices.last
        if let index { readers.remove(at: index) }
    }
}
