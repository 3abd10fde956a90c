internal import FerryCore

/// How many bytes may be on their way at a time: whoever has more of them waits, so that memory is bounded.
final class ByteBudget: Sendable {
    private let limit: Int
    private let used = Monitor(0)

    init(_ limit: Int) {
        self.limit = limit
    }

    /// Waits until there is room. What exceeds the budget by itself goes alone.
    func take(_ bytes: Int) {
        used.wait { used -> Void? in
            if used > 0, used + bytes > limit { return nil }
            return used += bytes
        }
    }

    /// Takes them where there is room at once.
    func takeAtOnce(_ bytes: Int) -> Bool {
        used.withLock { used in
            if used > 0, used + bytes > limit { return false }
            used += bytes
            return true
        }
    }

    func giveBack(_ bytes: Int) {
        used.update { $0 -= bytes }
    }
}
