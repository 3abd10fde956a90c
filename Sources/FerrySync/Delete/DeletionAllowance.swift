internal import Synchronization

/// What `--max-delete` still permits: extraneous entries and the content of directories that make way for files count
/// alike, as in rsync.
final class DeletionAllowance: Sendable {
    private struct Counts {
        /// Entries of the destination, for a limit in percent.
        var seen = 0
        var removed = 0
    }

    private let limit: DeletionOptions.Limit?
    private let counts = Mutex(Counts())

    init(_ limit: DeletionOptions.Limit?) {
        self.limit = limit
    }

    func countSeen() { counts.withLock { $0.seen += 1 } }

    /// How many may go in all; nil is any number.
    var allowed: Int? { counts.withLock { counts in limit?.allowed(of: counts.seen) } }

    /// How many are gone by now, or about to be.
    var removed: Int { counts.withLock { $0.removed } }

    /// Takes so many, or none where that is more than are left.
    func take(_ count: Int) -> Bool {
        counts.withLock { counts in
            if let limit, counts.removed + count > limit.allowed(of: counts.seen) { return false }
            counts.removed += count
            return true
        }
    }

    /// As `take`, of content that makes way for an entry of another kind while the destination is still being listed: how
    /// much a share of it is, is not known yet.
    func takeContent(_ count: Int) -> Bool {
        if case .percent? = limit {
            counts.withLock { $0.removed += count }
            return true
        }
        return take(count)
    }

    /// What was taken stays after all.
    func giveBack(_ count: Int) { counts.withLock { $0.removed -= count } }
}

extension DeletionOptions.Limit {
    /// How many of `total` entries may go.
    fileprivate func allowed(of total: Int) -> Int {
        switch self {
        case .count(let count): count
        case .percent(let percent): Int(Double(total) * percent / 100)
        }
    }
}
