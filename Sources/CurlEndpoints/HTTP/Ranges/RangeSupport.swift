internal import FerryCore

/// How many ranges a server turned out to send at a time. Shared by all endpoints on it.
final class RangeSupport: Sendable {
    enum Extent: Sendable { case several, one, none }

    private let state = Monitor(Extent.several)

    /// Taken to be able to do all until it does less.
    var extent: Extent { state.withLock { $0 } }

    func note(_ extent: Extent) { state.withLock { $0 = extent } }
}
