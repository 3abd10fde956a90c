internal import FerryCore
internal import FerryEndpoints
internal import Glibc

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
        /// Those among them that are not logged in yet.
        var opening = 0
        var limit = 1
        /// The threads that read.
        var readers: [pthread_t] = []
        var isClosed = false
    }

    fileprivate enum Slot {
        case idle(FTPConnection)
        /// There may be one more.
        case vacant
    }

    private let state: Monitor<State>
    private let connect: @Sendable () throws(FTPFailure) -> FTPConnection

    /// There may be one, until more are allowed.
    init(_ connect: @escaping @Sendable () throws(FTPFailure) -> FTPConnection) {
        state = Monitor(State())
        self.connect = connect
    }

    func allow(_ limit: Int) { state.update { $0.limit = max(1, limit) } }

    /// How many are good on the way to a server: a small file takes two round trips of one of them.
    static func usual(roundTrip: Duration) -> Int {
        min(max(Int(roundTrip / .milliseconds(1)), fewest), most)
    }

    private static let fewest = 16
    private static let most = 40

    /// Waits for a connection. A server that wants no more of them than there are gets no more.
    func take(_ use: Use = .anything) throws(FTPFailure) -> FTPConnection {
        while true {
            switch try slot(use) {
            case .idle(let connection):
                if !connection.isStale { return connection }
                // Servers end those that nobody uses.
                giveUp(use, isRefused: false)
            case .vacant:
                do throws(FTPFailure) {
                    defer { state.update { $0.opening -= 1 } }
                    return try connect()
                } catch {
                    let isRefused = Self.meansTooMany(error)
                    let areOthers = giveUp(use, isRefused: isRefused)
                    if !areOthers || !isRefused { throw error }
                }
            }
        }
    }

    func giveBack(_ connection: FTPConnection, after use: Use = .anything) {
        let isKept = state.update { state in
            if use == .reading { state.removeReader() }
            let isKept = !state.isClosed && !connection.isBroken
            if isKept { state.idle.append(connection) } else { state.open -= 1 }
            return isKept
        }
        if !isKept { connection.quit() }
    }

    /// Ends those that nobody uses now, and the others when they are given back.
    func close() {
        let idle = state.update { state in
            state.isClosed = true
            defer { state.idle = [] }
            return state.idle
        }
        for connection in idle { connection.quit() }
    }

    private func slot(_ use: Use) throws(FTPFailure) -> Slot {
        let result: Result<Slot, FTPFailure> = state.wait { state in
            if state.isClosed { return .failure(FTPFailure(.cancelled)) }
            if use == .reading, state.limit > 1, state.readers.count >= state.limit - 1 { return nil }
            guard let slot = state.takeSlot() else { return state.waitsForItself ? .failure(Self.onlyOne) : nil }
            if use == .reading { state.readers.append(pthread_self()) }
            return .success(slot)
        }
        return try result.get()
    }

    /// Takes note of a connection that came to nothing. Returns whether there are others.
    @discardableResult
    private func giveUp(_ use: Use, isRefused: Bool) -> Bool {
        state.update { state in
            if use == .reading { state.removeReader() }
            state.open -= 1
            if isRefused { state.limit = max(1, min(state.limit, state.open)) }
            return state.open > 0
        }
    }

    /// 421 as RFC 959 has it; 530 from servers that count the connections of an account; nothing from ProFTPD, where it
    /// starts no more processes (MaxInstances).
    private static func meansTooMany(_ failure: FTPFailure) -> Bool {
        failure.reply == 421 || failure.reply == 530 || failure.isUngreeted
    }

    private static let onlyOne = FTPFailure(
        .unsupported, "the server lets us have one connection only, over which a file is being read")
}

extension FTPConnections.State {
    fileprivate mutating func takeSlot() -> FTPConnections.Slot? {
        if let connection = idle.popLast() { return .idle(connection) }
        if open >= limit || opening >= Self.mostOpening { return nil }
        open += 1
        opening += 1
        return .vacant
    }

    /// A server that counts what it refuses may shut out whoever is refused too often.
    private static let mostOpening = 4

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
