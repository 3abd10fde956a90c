package import FerryCore
internal import Glibc

/// At most so many calls at a time, shared by all endpoints that are limited together.
package final class ConnectionLimit: @unchecked Sendable {
    package let limit: Int
    private let cancellation: Cancellation
    private let mutex: UnsafeMutablePointer<pthread_mutex_t>
    private let isFree: UnsafeMutablePointer<pthread_cond_t>
    private var inUse = 0
    /// Threads that act for a call which has a connection already, and how deeply.
    private var guests: [pthread_t: Int] = [:]

    package init(_ limit: Int, cancellation: Cancellation = Cancellation()) {
        precondition(limit > 0)
        self.limit = limit
        self.cancellation = cancellation
        mutex = .allocate(capacity: 1)
        isFree = .allocate(capacity: 1)
        pthread_mutex_init(mutex, nil)
        pthread_cond_init(isFree, nil)
    }

    deinit {
        pthread_cond_destroy(isFree)
        pthread_mutex_destroy(mutex)
        isFree.deallocate()
        mutex.deallocate()
    }

    /// Waits for a connection. Returns false when the run was cancelled before there was one.
    func acquire() -> Bool {
        pthread_mutex_lock(mutex)
        defer { pthread_mutex_unlock(mutex) }
        if guests[pthread_self()] != nil { return true }
        while inUse == limit {
            if cancellation.isCancelled { return false }
            waitShortly()
        }
        inUse += 1
        return true
    }

    func release() {
        pthread_mutex_lock(mutex)
        defer { pthread_mutex_unlock(mutex) }
        if guests[pthread_self()] != nil { return }
        inUse -= 1
        pthread_cond_signal(isFree)
    }

    /// What this thread calls within `body` uses the connection of the call that it acts for.
    func asGuest<Result, Failure>(_ body: () throws(Failure) -> Result) throws(Failure) -> Result {
        admit(1)
        defer { admit(-1) }
        return try body()
    }

    private func admit(_ change: Int) {
        pthread_mutex_lock(mutex)
        defer { pthread_mutex_unlock(mutex) }
        let depth = (guests[pthread_self()] ?? 0) + change
        guests[pthread_self()] = depth == 0 ? nil : depth
    }

    /// Waits until something was released, or for 50 ms, after which a cancellation is noticed.
    private func waitShortly() {
        var time = timespec()
        clock_gettime(CLOCK_REALTIME, &time)
        time.tv_nsec += 50_000_000
        if time.tv_nsec >= 1_000_000_000 {
            time.tv_sec += 1
            time.tv_nsec -= 1_000_000_000
        }
        pthread_cond_timedwait(isFree, mutex, &time)
    }
}
