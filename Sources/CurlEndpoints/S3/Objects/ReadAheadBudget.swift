internal import FerryCore

/// How many ranges may be under way ahead of the ones that are being read, in all readers of a client: memory stays bounded
/// however many files are read at a time.
final class ReadAheadBudget: Sendable {
    /// 64 MiB in all.
    static let rangeLength: Int64 = 8 << 20
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
        private let budget: ReadAheadBudget

        fileprivate init(budget: ReadAheadBudget) {
            self.budget = budget
        }

        deinit {
            budget.free.withLock { $0 += 1 }
        }
    }
}
