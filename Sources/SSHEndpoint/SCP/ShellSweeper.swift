internal import FerryEndpoints
internal import Synchronization

/// Takes away what uploads have left that a cancelled run gives up. Their shells ended with them, and nobody waits for a new one any
/// more. So there is one more for all of them, which has seconds to work.
final class ShellSweeper: Sendable {
    private enum State {
        case unused, useless
        case connected(ShellSession)
    }

    private let access: SSHAccess
    private let state = Mutex(State.unused)

    private static let seconds = 5

    init(_ access: SSHAccess) {
        self.access = access
    }

    /// What cannot be done at once stays undone.
    func run(_ script: [UInt8]) {
        state.withLock { state in
            do throws(ConnectionFailure) {
                let shell: ShellSession
                switch state {
                case .useless: return
                case .unused:
                    let stream = try access.startAfterTheEnd(.command("sh"), within: Self.seconds)
                    shell = try ShellSession(over: stream, patience: Self.seconds)
                case .connected(let known): shell = known
                }
                _ = try shell.run(script, patience: Self.seconds)
                state = .connected(shell)
            } catch {
                state = .useless
            }
        }
    }
}
