internal import Glibc
internal import Synchronization

/// A connection that many share: opened when it is needed, and anew when it was lost.
public final class SharedConnection<Connection: Sendable>: Sendable {
    private struct State {
        var connection: Connection?
        var failure: ConnectionFailure?
        var failedAt = 0
        var wasOpen = false
    }

    private let open: @Sendable (_ usualPatience: Int?) throws(ConnectionFailure) -> Connection
    private let failure: @Sendable (Connection) -> ConnectionFailure?
    private let state = Mutex(State())

    /// Seconds for which what could not be opened is not tried again: all who wait for it get the same answer.
    private static var pause: Int { 3 }

    /// Seconds for which a host that was there may be silent before it is reached again.
    private static var timeToReconnect: Int { 60 }

    /// - Parameters:
    ///   - open: Told for how many seconds the host is waited for where nobody said how long: nil, for ever, for the first one, which
    ///     may have to wait for a user.
    ///   - failure: Why a connection is over; nil while it is not.
    public init(
        open: @escaping @Sendable (_ usualPatience: Int?) throws(ConnectionFailure) -> Connection,
        failure: @escaping @Sendable (Connection) -> ConnectionFailure?
    ) {
        self.open = open
        self.failure = failure
    }

    /// The connection, opened if need be. Whatever is thrown happened while connecting.
    public func get() throws(ConnectionFailure) -> Connection {
        do throws(ConnectionFailure) {
            return try state.withLock { (state) throws(ConnectionFailure) in try connection(&state) }
        } catch {
            var failure = error
            failure.whileConnecting = true
            throw failure
        }
    }

    /// The connection, if there is one that works.
    public var present: Connection? {
        state.withLock { state in
            guard let connection = state.connection, failure(connection) == nil else { return nil }
            return connection
        }
    }

    private func connection(_ state: inout State) throws(ConnectionFailure) -> Connection {
        if let present = state.connection {
            guard let failure = failure(present) else { return present }
            // Who lied once is not asked again.
            if failure.code == .protocolViolation { throw failure }
        }
        if let failure = state.failure, Self.now - state.failedAt < Self.pause { throw failure }
        do throws(ConnectionFailure) {
            let connection = try open(state.wasOpen ? Self.timeToReconnect : nil)
            state.connection = connection
            state.wasOpen = true
            return connection
        } catch {
            state.failure = error
            state.failedAt = Self.now
            throw error
        }
    }

    /// Forgets the connection and returns it, to be ended.
    public func take() -> Connection? {
        state.withLock { state in
            defer { state.connection = nil }
            return state.connection
        }
    }

    /// In seconds, by a clock that nobody sets.
    private static var now: Int {
        var time = timespec()
        clock_gettime(CLOCK_MONOTONIC, &time)
        return time.tv_sec
    }
}
