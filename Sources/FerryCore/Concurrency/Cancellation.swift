internal import Synchronization

/// One token for a whole run: set once, by a signal, a time-out or a fatal error, and looked at between steps.
public final class Cancellation: Sendable {
    private let flag = Atomic<Bool>(false)

    public init() {}

    public var isCancelled: Bool { flag.load(ordering: .relaxed) }

    /// Async-signal-safe: a single atomic store.
    public func cancel() {
        flag.store(true, ordering: .relaxed)
    }
}
