internal import Glibc

/// The calls about a staged file that were sent and not answered yet, and the first failure among the answers.
final class SentCalls: @unchecked Sendable {
    private let mutex = UnsafeMutablePointer<pthread_mutex_t>.allocate(capacity: 1)
    private let changed = UnsafeMutablePointer<pthread_cond_t>.allocate(capacity: 1)
    private var unanswered = 0
    private var firstFailure: AnswerError?

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

    var failure: AnswerError? {
        pthread_mutex_lock(mutex)
        defer { pthread_mutex_unlock(mutex) }
        return firstFailure
    }

    func begin() {
        pthread_mutex_lock(mutex)
        unanswered += 1
        pthread_mutex_unlock(mutex)
    }

    func end(_ answer: AgentConnection.Answer) {
        pthread_mutex_lock(mutex)
        unanswered -= 1
        if case .failure(let error) = answer { firstFailure = firstFailure ?? error }
        pthread_cond_broadcast(changed)
        pthread_mutex_unlock(mutex)
    }

    func waitForAll() {
        pthread_mutex_lock(mutex)
        while unanswered > 0 { pthread_cond_wait(changed, mutex) }
        pthread_mutex_unlock(mutex)
    }
}
