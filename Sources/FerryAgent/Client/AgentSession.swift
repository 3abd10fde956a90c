internal import FerryCore
package import FerryEndpoints
internal import Synchronization

/// The way to one agent: a connection that is made when it is needed, and made anew after it broke.
package final class AgentSession: Sendable {
    /// Starts an agent and returns the stream to it.
    package typealias Dialer = @Sendable () throws(ConnectionFailure) -> any ByteStream

    private struct State {
        var connection: AgentConnection?
        var trees = 0
        var lastNumber: UInt32 = 0
    }

    private let dial: Dialer
    private let patience: Int?
    let location: String
    private let state = Mutex(State())

    /// - Parameters:
    ///   - location: the host as the user knows it.
    ///   - patience: how long the agent may be silent when something is asked of it, in seconds; nil is however long.
    package init(location: String, patience: Int?, dial: @escaping Dialer) {
        self.location = location
        self.patience = patience
        self.dial = dial
    }

    /// The connection, which is open as far as is known.
    func connection() throws(ConnectionFailure) -> AgentConnection {
        let outcome = state.withLock { state in
            Result { () throws(ConnectionFailure) in
                if let connection = state.connection {
                    if connection.isOpen { return connection }
                    connection.close()
                }
                state.connection = try AgentConnection(dial(), location: location, patience: patience)
                return state.connection!
            }
        }
        return try outcome.get()
    }

    /// A number for something that is opened; it is not given again.
    func newNumber() -> UInt32 {
        state.withLock { state in
            state.lastNumber &+= 1
            return state.lastNumber
        }
    }

    func retain() {
        state.withLock { $0.trees += 1 }
    }

    /// The last tree that is closed ends the connection.
    func release() {
        let ending = state.withLock { state in
            state.trees -= 1
            if state.trees > 0 { return nil as AgentConnection? }
            defer { state.connection = nil }
            return state.connection
        }
        ending?.close()
    }
}
