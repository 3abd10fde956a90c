internal import Synchronization

/// How many entries of the destination the run has deleted, and left because `--max-delete` permits no more. What makes way
/// for an entry of another kind counts, too.
final class DeletionCount: Sendable {
    private struct State {
        var removed = 0
        var refused = 0
    }

    private let state = Mutex(State())

    var removed: Int { state.withLock { $0.removed } }
    var refused: Int { state.withLock { $0.refused } }

    func remove() { state.withLock { $0.removed += 1 } }
    func refuse() { state.withLock { $0.refused += 1 } }

    /// Counts all of `count` as deleted, or none of them where that would be more than `limit`.
    func take(_ count: Int, limit: Int?) -> Bool {
        state.withLock {
            if let limit, $0.removed + count > limit {
                $0.refused += count
                return false
            }
            $0.removed += count
            return true
        }
    }
}
