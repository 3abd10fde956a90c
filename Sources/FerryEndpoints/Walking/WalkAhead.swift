internal import FerryCore
internal import Glibc

/// Threads that read directories before the walk comes to them, so that a link's latency is paid for many at once.
///
/// What the walk needs next is on top of a stack, so the threads work just ahead of it. What nobody has begun when the
/// walk comes to it, the walk reads itself; so a bound on what is held ahead never stops it.
final class WalkAhead: @unchecked Sendable {
    private let walk: WalkDescription
    private let mutex = UnsafeMutablePointer<pthread_mutex_t>.allocate(capacity: 1)
    private let changed = UnsafeMutablePointer<pthread_cond_t>.allocate(capacity: 1)
    private var stack: [ArraySlice<DirectoryJob>] = []
    private var threads: [WorkerThread] = []
    private let mostThreads: Int
    private var entriesAhead = 0
    private var isStopped = false

    /// What is found ahead of the walk: about 4 MB.
    private static let mostEntriesAhead = 16_384

    init(_ walk: WalkDescription, threads: Int) {
        self.walk = walk
        mostThreads = threads
        pthread_mutex_init(mutex, nil)
        pthread_cond_init(changed, nil)
    }

    deinit {
        pthread_cond_destroy(changed)
        pthread_mutex_destroy(mutex)
        changed.deallocate()
        mutex.deallocate()
    }

    /// Whether the walk need not wait for a job.
    func isDone(_ job: DirectoryJob) -> Bool {
        locked { if case .done = job.state { true } else { false } }
    }

    /// The outcome of a job that the walk has come to.
    func outcome(of job: DirectoryJob) -> ReadDirectory {
        pthread_mutex_lock(mutex)
        defer { pthread_mutex_unlock(mutex) }
        while case .running = job.state { pthread_cond_wait(changed, mutex) }
        defer { job.state = .taken }
        if case .done(let found) = job.state {
            entriesAhead -= found.items.count
            pthread_cond_broadcast(changed)
            return found
        }
        job.state = .taken
        pthread_mutex_unlock(mutex)
        let found = job.run(walk)
        pthread_mutex_lock(mutex)
        push(found)
        return found
    }

    /// Offers the directories of the first one to the threads.
    func begin(with root: ReadDirectory) {
        locked { push(root) }
    }

    /// Ends the threads, each after the directory that it is reading.
    func stop() {
        let ending = locked {
            isStopped = true
            stack = []
            pthread_cond_broadcast(changed)
            defer { threads = [] }
            return threads
        }
        for thread in ending { thread.join() }
    }

    private func work() {
        pthread_mutex_lock(mutex)
        defer { pthread_mutex_unlock(mutex) }
        while !isStopped {
            guard let job = claim() else {
                pthread_cond_wait(changed, mutex)
                continue
            }
            pthread_mutex_unlock(mutex)
            let found = job.run(walk)
            pthread_mutex_lock(mutex)
            job.state = .done(found)
            entriesAhead += found.items.count
            push(found)
            pthread_cond_broadcast(changed)
        }
    }

    /// The lock is held in everything below.
    private func claim() -> DirectoryJob? {
        guard entriesAhead < Self.mostEntriesAhead else { return nil }
        while let top = stack.indices.last {
            while let job = stack[top].popFirst() {
                guard case .waiting = job.state else { continue }
                job.state = .running
                return job
            }
            stack.removeLast()
        }
        return nil
    }

    /// What comes first in canonical order goes on top.
    private func push(_ found: ReadDirectory) {
        if found.subdirectories.isEmpty || isStopped { return }
        stack.append(found.subdirectories[...])
        let wanted = min(mostThreads, threads.count + found.subdirectories.count)
        while threads.count < wanted { threads.append(WorkerThread { [self] in work() }) }
        pthread_cond_broadcast(changed)
    }

    private func locked<Result>(_ body: () -> Result) -> Result {
        pthread_mutex_lock(mutex)
        defer { pthread_mutex_unlock(mutex) }
        return body()
    }
}
