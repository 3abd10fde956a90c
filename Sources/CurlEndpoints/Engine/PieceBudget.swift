internal import FerryCore

/// How many pieces of large files may be under way beside the first one of each, in all transfers of a client: ranges ahead of
/// those that are being read, parts behind those that are being filled. Memory stays bounded however many files are
/// transferred at a time.
final class PieceBudget: Sendable {
    /// 64 MiB in all.
    static let pieceLength: Int64 = 8 << 20
    private let free = Monitor(8)

    /// One of them; given back when it goes. Nil when there is none left.
    func take() -> Ticket? {
        let isFree = free.withLock { free in
            guard free > 0 else { return false }
            free -= 1
            return true
        }
        return isFree ? Ticket(budget: self) : nil
    }

    final class Ticket: Sendable {
        private let budget: PieceBudget

        fileprivate init(budget: PieceBudget) {
            self.budget = budget
        }

        deinit {
            budget.free.withLock { $0 += 1 }
        }
    }
}
