public import FerryCore
internal import Glibc

/// At most so many calls at a time, shared by all endpoints that are limited together. When the other side asks for patience
/// there are half as many, and with each round of successes one more again: additive increase, multiplicative decrease
/// (Chiu and Jain, 1989).
public final class ConnectionLimit: @unchecked Sendable {
    public let limit: Int
    private let cancellation: Cancellation
    private let condition = Condition()
    private var inUse = 0
    /// How many are allowed at present.
    private var allowed: Int
    /// How often that was lowered: calls that began before tell nothing of what is allowed now.
    private var era = 0
    private var successes = 0
    /// Threads that act for a call which has a connection already, and how deeply.
    private var guests: [pthread_t: Int] = [:]

    public init(_ limit: Int, cancellation: Cancellation = Cancellation()) {
        precondition(limit > 0)
        self.limit = limit
        allowed = limit
        self.cancellation = cancellation
    }

    /// How many calls are allowed at a time at present.
    public var present: Int { condition.locked { allowed } }

    /// Waits for a connection. Returns nil when the run was cancelled before there was one, else what `ended` wants to know.
    func acquire() -> Int? {
        condition.lock()
        defer { condition.unlock() }
        if guests[pthread_self()] != nil { return era }
        while inUse >= allowed {
            if cancellation.isCancelled { return nil }
            // A cancellation wakes nobody: it is noticed after that time.
            condition.wait(milliseconds: 50)
        }
        inUse += 1
        return era
    }

    /// A call went well that was begun in this era.
    func succeeded(in era: Int) {
        condition.locked {
            guard era == self.era, allowed < limit else { return }
            successes += 1
            guard successes >= allowed else { return }
            (successes, allowed) = (0, allowed + 1)
            condition.signal()
        }
    }

    /// The other side refused a call of this era because there are too many.
    func throttled(in era: Int) {
        condition.locked {
            guard era == self.era else { return }
            self.era += 1
            (successes, allowed) = (0, max(1, min(allowed, inUse) / 2))
        }
    }

    func release() {
        condition.lock()
        defer { condition.unlock() }
        if guests[pthread_self()] != nil { return }
        inUse -= 1
        condition.signal()
    }

    /// What this thread calls within `body` uses the connection of the call that it acts for.
    func asGuest<Result, Failure>(_ body: () throws(Failure) -> Result) throws(Failure) -> Result {
        admit(1)
        defer { admit(-1) }
        return try body()
    }

    private func admit(_ change: Int) {
        condition.lock()
        defer { condition.unlock() }
        let depth = (guests[pthread_self()] ?? 0) + change
        guests[pthread_self()] = depth == 0 ? nil : depth
    }
}
