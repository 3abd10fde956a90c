internal import FerryCore

/// Threads that read directories before the walk comes to them, so that a link's latency is paid for many at once.
///
/// What the walk needs next is on top of a stack, so the threads work just ahead of it. What nobody has begun when the
/// walk comes to it, the walk reads itself; so a bound on what is held ahead never stops it.
final class WalkAhead: @unchecked Sendable {
    private let walk: WalkDescription
    private let condition = Condition()
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
    }

    /// Whether the walk need not wait for a job.
    func isDone(_ job: DirectoryJob) -> Bool {
        condition.locked { if case .done = job.state { true } else { false } }
    }

    /// The outcome of a job that the walk has come to.
    func outcome(of job: DirectoryJob) -> ReadDirectory {
        condition.lock()
        defer { condition.unlock() }
        while case .running = job.state { condition.wait() }
        defer { job.state = .taken }
        if case .done(let found) = job.state {
            entriesAhead -= found.items.count
            condition.broadcast()
            return found
        }
        job.state = .taken
        let found = condition.unlocked { job.run(walk) }
        push(found)
        return found
    }

    /// Offers the directories of the first one to the threads.
    func begin(with root: ReadDirectory) {
        condition.locked { push(root) }
    }

    /// Ends the threads, each after the directory that it is reading.
    func stop() {
        let ending = condition.locked {
            isStopped = true
            stack = []
            condition.broadcast()
            defer { threads = [] }
            return threads
        }
        for thread in ending { thread.join() }
    }

    private func work() {
        condition.lock()
        defer { condition.unlock() }
        while !isStopped {
            guard let job = claim() else {
                condition.wait()
                continue
            }
            let found = condition.unlocked { job.run(walk) }
            job.state = .done(found)
            entriesAhead += found.items.count
            push(found)
            condition.broadcast()
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
        condition.broadcast()
    }
}
