internal import Glibc

/// How much a client has sent that was not carried out yet. Over the limit, no more is read from it.
final class PendingBytes: @unchecked Sendable {
    private let limit: Int
    private let mutex = UnsafeMutablePointer<pthread_mutex_t>.allocate(capacity: 1)
    private let changed = UnsafeMutablePointer<pthread_cond_t>.allocate(capacity: 1)
    private var count = 0

    init(limit: Int) {
        self.limit = limit
        pthread_mutex_init(mutex, nil)
        pthread_cond_init(changed, nil)
    }

    deinit {
        pthread_cond_destroy(changed)
        pthread_mutex_destroy(mutex)
        changed.deallocate()
        mutex.deallocate()
    }

    func add(_ bytes: Int) {
        pthread_mutex_lock(mutex)
        while count > limit { pthread_cond_wait(changed, mutex) }
        count += bytes
        pthread_mutex_unlock(mutex)
    }

    func remove(_ bytes: Int) {
        pthread_mutex_lock(mutex)
        count -= bytes
        pthread_cond_broadcast(changed)
        pthread_mutex_unlock(mutex)
    }
}
