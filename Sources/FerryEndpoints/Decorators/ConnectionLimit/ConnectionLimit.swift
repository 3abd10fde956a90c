package import FerryCore
internal import Glibc

/// At most so many calls at a time, shared by all endpoints that are limited together.
package final class ConnectionLimit: @unchecked Sendable {
    package let limit: Int
    private let cancellation: Cancellation
    private let condition = Condition()
    private var inUse = 0
    /// Threads that act for a call which has a connection already, and how deeply.
    private var guests: [pthread_t: Int] = [:]

    package init(_ limit: Int, cancellation: Cancellation = Cancellation()) {
        precondition(limit > 0)
        self.limit = limit
        self.cancellation = cancellation
    }

    /// Waits for a connection. Returns false when the run was cancelled before there was one.
    func acquire() -> Bool {
        condition.lock()
        defer { condition.unlock() }
        if guests[pthread_self()] != nil { return true }
        while inUse == limit {
            if cancellation.isCancelled { return false }
            // A cancellation wakes nobody: it is noticed after that time.
            condition.wait(milliseconds: 50)
        }
        inUse += 1
        return true
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
