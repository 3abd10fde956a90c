internal import Synchronization

/// Takes away what uploads have left that a cancelled run gives up. Their connections are of no use for that: each waits for the
/// rest of a file, and nobody waits for its answers any more. So there is one more for all of them, which has seconds to work.
final class FTPSweeper: Sendable {
    private enum State {
        case unused, useless
        case connected(FTPConnection)
    }

    private let state = Mutex(State.unused)
    private let connect: @Sendable () throws(FTPFailure) -> FTPConnection

    init(_ connect: @escaping @Sendable () throws(FTPFailure) -> FTPConnection) {
        self.connect = connect
    }

    /// What cannot be done at once is left.
    func run(_ commands: [[UInt8]]) {
        state.withLock { state in
            do throws(FTPFailure) {
                let connection: FTPConnection
                switch state {
                case .useless: return
                case .unused: connection = try connect()
                case .connected(let known): connection = known
                }
                _ = try connection.exchange(commands)
                state = .connected(connection)
            } catch {
                state = .useless
            }
        }
    }

    func close() {
        state.withLock { state in
            if case .connected(let connection) = state { connection.quit() }
            state = .useless
        }
    }
}
