internal import Synchronization

/// Takes away what uploads have left that a cancelled run gives up. Their connections are of no use for that: each waits for the
/// rest of a file, or has ended, and nobody waits for its answers any more. So there is one more for all of them, which has
/// seconds to work.
public final class Sweeper<Connection: Sendable, Failure: Error>: Sendable {
    private enum State {
        case unused, useless
        case connected(Connection)
    }

    private let state = Mutex(State.unused)
    private let connect: @Sendable () throws(Failure) -> Connection

    /// - Parameter connect: Called at most once. It and all that is done over the connection must end by themselves.
    public init(_ connect: @escaping @Sendable () throws(Failure) -> Connection) {
        self.connect = connect
    }

    /// What cannot be done at once is left.
    public func sweep(_ work: (Connection) throws(Failure) -> Void) {
        state.withLock { state in
            do throws(Failure) {
                let connection: Connection
                switch state {
                case .useless: return
                case .unused: connection = try connect()
                case .connected(let known): connection = known
                }
                try work(connection)
                state = .connected(connection)
            } catch {
                state = .useless
            }
        }
    }

    /// Nothing is swept after that.
    ///
    /// - Parameter leave: Ends the connection, if there is one.
    public func close(_ leave: (Connection) -> Void = { _ in }) {
        state.withLock { state in
            if case .connected(let connection) = state { leave(connection) }
            state = .useless
        }
    }
}
