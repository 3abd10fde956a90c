internal import Synchronization

/// The bytes of content that may be under way over one connection, in both directions. A transfer always may have one
/// request under way; for more it asks here, so that memory is bounded however many transfers there are.
final class TransferBudget: Sendable {
    private let available = Atomic<Int>(8 << 20)

    /// Takes so many bytes, if they are there.
    func reserve(_ count: Int) -> Bool {
        if available.subtract(count, ordering: .relaxed).newValue >= 0 { return true }
        release(count)
        return false
    }

    func release(_ count: Int) {
        available.add(count, ordering: .relaxed)
    }
}
