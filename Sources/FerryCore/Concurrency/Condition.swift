internal import Glibc

/// A lock, and the means to wait under it for a change: for code that works with the lock given up in between. A value
/// that is only looked at and changed is a `Monitor`.
public final class Condition: @unchecked Sendable {
    private let mutex: UnsafeMutablePointer<pthread_mutex_t>
    private let changed = UnsafeMutablePointer<pthread_cond_t>.allocate(capacity: 1)
    /// Whose lock this is; nil for its own.
    private let owner: Condition?

    public init() {
        owner = nil
        mutex = .allocate(capacity: 1)
        pthread_mutex_init(mutex, nil)
        pthread_cond_init(changed, nil)
    }

    /// Another thing to wait for under the lock of `owner`: who waits for one is not woken for the other.
    public init(under owner: Condition) {
        self.owner = owner
        mutex = owner.mutex
        pthread_cond_init(changed, nil)
    }

    deinit {
        pthread_cond_destroy(changed)
        changed.deallocate()
        if owner != nil { return }
        pthread_mutex_destroy(mutex)
        mutex.deallocate()
    }

    public func lock() { pthread_mutex_lock(mutex) }

    public func unlock() { pthread_mutex_unlock(mutex) }

    public func locked<Result, Failure>(_ body: () throws(Failure) -> Result) throws(Failure) -> Result {
        lock()
        defer { unlock() }
        return try body()
    }

    /// Gives the lock up for something that takes long.
    public func unlocked<Result>(_ body: () -> Result) -> Result {
        unlock()
        defer { lock() }
        return body()
    }

    /// Gives the lock up until something changes; it may return without that.
    public func wait() { pthread_cond_wait(changed, mutex) }

    /// As `wait`, for so many milliseconds at most.
    public func wait(milliseconds: Int) {
        var time = timespec()
        clock_gettime(CLOCK_REALTIME, &time)
        let nanoseconds = time.tv_nsec + milliseconds % 1000 * 1_000_000
        time.tv_sec += milliseconds / 1000 + nanoseconds / 1_000_000_000
        time.tv_nsec = nanoseconds % 1_000_000_000
        pthread_cond_timedwait(changed, mutex, &time)
    }

    /// Lets everyone who waits look again.
    public func broadcast() { pthread_cond_broadcast(changed) }

    /// Lets one of those who wait look again, where any one will do.
    public func signal() { pthread_cond_signal(changed) }
}
