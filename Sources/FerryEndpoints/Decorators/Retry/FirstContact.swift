internal import Synchronization

/// Whether a place has ever answered. One that has not may be a wrong name or port: that is told at once, not after
/// minutes of patience with it.
package final class FirstContact: Sendable {
    private let isMade = Atomic<Bool>(false)

    package init() {}

    func made() { isMade.store(true, ordering: .relaxed) }

    /// Whether a call that failed so is worth repeating.
    func allowsRepetition(after error: EndpointError) -> Bool {
        if error.code != .unreachable && error.code != .timedOut { made() }
        return isMade.load(ordering: .relaxed)
    }
}
