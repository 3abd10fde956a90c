internal import Glibc

/// How much content may be on its way to the agent without its answer. Full, writers wait; so memory is bounded on both
/// sides, and the link is never idle.
final class SendWindow: @unchecked Sendable {
    /// 8 MiB: a link of 1 Gbit/s with a round trip of 64 ms.
    private static let size = 8 << 20

    private let mutex = UnsafeMutablePointer<pthread_mutex_t>.allocate(capacity: 1)
    private let changed = UnsafeMutablePointer<pthread_cond_t>.allocate(capacity: 1)
    private var used = 0

    init() {
        pthread_mutex_init(mutex, nil)
        pthread_cond_init(changed, nil)
    }

    deinit {
        pthread_cond_destroy(changed)
        pthread_mutex_destroy(mutex)
        changed.deallocate()
        mutex.deallocate()
    }

    func take(_ bytes: Int) {
        pthread_mutex_lock(mutex)
        while used > 0, used + bytes > Self.size { pthread_cond_wait(changed, mutex) }
        used += bytes
        pthread_mutex_unlock(mutex)
    }

    func giveBack(_ bytes: Int) {
        pthread_mutex_lock(mutex)
        used -= bytes
        pthread_cond_broadcast(changed)
        pthread_mutex_unlock(mutex)
    }
}
