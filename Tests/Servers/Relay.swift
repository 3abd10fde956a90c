internal import Glibc
internal import Synchronization

/// A port of the loopback interface behind which another one lies: counts what passes, and cuts connections or falls silent
/// when it is told to.
package final class Relay: Sendable {
    package let port: Int
    private let line: RelayLine
    private let listener: RelayListener

    /// What becomes of the connections once so many bytes have passed, in both directions together.
    package enum Fault: Sendable {
        /// All that are open are ended, and new ones at once.
        case cut(after: Int)
        /// Nothing passes any more.
        case silence(after: Int)
    }

    /// - Parameter isFTP: Whether servers name ports in their replies (`EPSV`), which are to be reached through the relay, too.
    package init(to target: Int, isFTP: Bool = false) {
        line = RelayLine(isFTP: isFTP)
        listener = RelayListener(to: target, line, isData: false)
        port = listener.port
    }

    deinit {
        line.end()
        listener.end()
    }

    /// Bytes that have passed since the last fault was set or mended, towards the server and from it.
    package var sent: Int { line.state.withLock { $0.sent } }
    package var received: Int { line.state.withLock { $0.received } }
    /// How many connections were open at a time, until either side had said all; those that were named by `EPSV` count apart.
    package var mostConnections: Int { line.state.withLock { $0.mostOpen } }
    package var mostDataConnections: Int { line.state.withLock { $0.mostData } }

    /// Sets a fault, or mends what was broken, and begins to count anew.
    package func set(_ fault: Fault?) { line.set(fault) }
}

/// What all connections of one relay share.
final class RelayLine: Sendable {
    struct State {
        var fault: Relay.Fault?
        var sent = 0
        var received = 0
        var open: [Int32: Bool] = [:]
        var mostOpen = 0
        var mostData = 0
        var listeners: [RelayListener] = []
        var isBroken = false
        var hasEnded = false
    }

    let isFTP: Bool
    let state = Mutex(State())

    init(isFTP: Bool) {
        self.isFTP = isFTP
    }

    func set(_ fault: Relay.Fault?) {
        state.withLock { state in
            (state.fault, state.isBroken) = (fault, false)
            (state.sent, state.received) = (0, 0)
            (state.mostOpen, state.mostData) = (0, 0)
        }
    }

    func end() {
        let listeners = state.withLock { state in
            state.hasEnded = true
            for socket in state.open.keys { shutdown(socket, Int32(SHUT_RDWR)) }
            return state.listeners
        }
        for listener in listeners { listener.end() }
    }

    /// Whether a connection may be made now.
    func admits(_ socket: Int32, isData: Bool) -> Bool {
        state.withLock { state in
            if state.hasEnded { return false }
            if state.isBroken, case .cut = state.fault { return false }
            state.open[socket] = isData
            state.mostOpen = max(state.mostOpen, state.open.values.count(where: { !$0 }))
            state.mostData = max(state.mostData, state.open.values.count(where: { $0 }))
            return true
        }
    }

    func closed(_ socket: Int32) { state.withLock { $0.open[socket] = nil } }

    /// Returns when the line is no longer silent, or has ended.
    func waitForSound() {
        while state.withLock({ state in
            if case .silence = state.fault { !state.hasEnded } else { false }
        }) { usleep(20_000) }
    }

    enum Verdict { case pass, hold, drop }

    /// Counts a piece, and says what is to become of it.
    func verdict(on count: Int, isSent: Bool) -> Verdict {
        state.withLock { state in
            if isSent { state.sent += count } else { state.received += count }
            let passed = state.sent + state.received
            switch state.fault {
            case nil: return .pass
            case .cut(let limit):
                guard passed > limit else { return .pass }
                state.isBroken = true
                for socket in state.open.keys { shutdown(socket, Int32(SHUT_RDWR)) }
                return .drop
            case .silence(let limit):
                return passed > limit ? .hold : .pass
            }
        }
    }

    /// The port of a data connection, which is to be reached by another one.
    func port(standingFor target: Int) -> Int {
        let listener = RelayListener(to: target, self, isData: true)
        state.withLock { $0.listeners.append(listener) }
        return listener.port
    }
}
