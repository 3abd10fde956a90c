internal import CCurl
internal import FerryCore
internal import Glibc
internal import Synchronization

/// What workers ask of the engine's thread, and the means to wake it.
final class EngineMailbox: Sendable {
    enum Command: Sendable {
        case start(Exchange)
        /// There is room again, or something to send.
        case resume(Exchange)
        case cancel(Exchange)
    }

    private struct State {
        var commands: [Command] = []
        var isClosed = false
        var isAsleep = false
    }

    private let state = Monitor(State())
    /// Readable when there is something to do; for the engine's epoll.
    let descriptor = eventfd(0, Int32(EFD_CLOEXEC | EFD_NONBLOCK))
    let dueWakes = DueWakes()
    /// Bytes of bodies that came, wanted or not.
    private let receivedBytes = Atomic<Int64>(0)

    deinit {
        Glibc.close(descriptor)
    }

    func noteReceived(_ bytes: Int) { receivedBytes.add(Int64(bytes), ordering: .relaxed) }
    var received: Int64 { receivedBytes.load(ordering: .relaxed) }

    /// After the end nothing is started any more; what was under way has been cancelled already.
    func post(_ command: Command) {
        let (isClosed, wakes) = state.withLock { state in
            if state.isClosed { return (true, false) }
            state.commands.append(command)
            defer { state.isAsleep = false }
            return (false, state.isAsleep)
        }
        if isClosed, case .start(let exchange) = command { exchange.end(.cancelled) }
        if wakes { wake() }
    }

    var isClosed: Bool { state.withLock { $0.isClosed } }

    func close() {
        state.withLock { $0.isClosed = true }
        wake()
    }

    /// Closes without anyone who would look after what was posted.
    func refuse() {
        close()
        for case .start(let exchange) in take().commands { exchange.end(.cancelled) }
    }

    /// Everything posted since the last call. When there is nothing, the thread counts as asleep until something is.
    func take() -> (commands: [Command], isClosed: Bool) {
        state.withLock { state in
            defer { state.commands = [] }
            state.isAsleep = state.commands.isEmpty
            return (state.commands, state.isClosed)
        }
    }

    /// Forgets the wake-ups so far.
    func drain() {
        var count: eventfd_t = 0
        _ = eventfd_read(descriptor, &count)
    }

    private func wake() {
        _ = eventfd_write(descriptor, 1)
    }
}
