internal import FerryEndpoints
internal import Synchronization

/// How fast content moves over one connection, beside what the window of its channel allows.
final class LinkMeter: Sendable {
    private struct State {
        var bytes = 0
        var start: Double
        /// Bytes a second of the last span.
        var rate = 0.0
    }

    /// Seconds; 0 where it was not measured.
    let roundTrip: Double
    private let state: Mutex<State>

    /// A measurement takes so many round trips.
    private static let span = 4.0
    /// The window is what limits from this part of what it allows on: answers come in bursts.
    private static let bound = 0.5
    /// Below this round trip the window allows 400 MB/s, which nobody reaches.
    private static let shortest = 0.005

    init(roundTrip: Double) {
        self.roundTrip = roundTrip
        state = Mutex(State(start: Self.now))
    }

    func note(_ count: Int) {
        guard roundTrip >= Self.shortest else { return }
        let now = Self.now
        state.withLock { state in
            state.bytes += count
            let elapsed = now - state.start
            guard elapsed >= Self.span * roundTrip else { return }
            state.rate = Double(state.bytes) / elapsed
            (state.bytes, state.start) = (0, now)
        }
    }

    /// Seconds that so many bytes take, where the window is what limits them; nil where something else does.
    func delay(of bytes: Int64, window: Int) -> Double? {
        guard roundTrip >= Self.shortest else { return nil }
        let allowed = Double(window) / roundTrip
        return state.withLock { $0.rate } >= Self.bound * allowed ? Double(bytes) / allowed : nil
    }

    static var now: Double { SystemClock().now }
}
