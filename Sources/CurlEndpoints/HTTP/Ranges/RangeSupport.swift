internal import FerryCore

/// How many ranges a server turned out to send at a time. Shared by all endpoints on it.
final class RangeSupport: Sendable {
    enum Extent: Sendable { case several, one, none }

    private struct State {
        var extent = Extent.several
        /// Whether it has shown that it can do so much.
        var isProven = false
    }

    private let state = Monitor(State())

    /// Taken to be able to do all until it does less.
    var extent: Extent { state.withLock { $0.extent } }
    var isProven: Bool { state.withLock { $0.isProven } }

    /// It can do no more than that, and it is to be seen whether it can do so much.
    func note(_ extent: Extent) { state.withLock { $0 = State(extent: extent) } }

    func prove(_ extent: Extent) { state.withLock { if $0.extent == extent { $0.isProven = true } } }
}
