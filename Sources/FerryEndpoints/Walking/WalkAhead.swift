internal import FerryCore

/// Threads that read directories before the walk comes to them, so that a link's latency is paid for many at once.
///
/// They take what the walk needs next, wherever it was found. What nobody has begun when the walk comes to it, the walk
/// reads itself; so a bound on what is held ahead never stops it.
final class WalkAhead: @unchecked Sendable {
    private let walk: WalkDescription
    /// Where the walk waits for a job.
    private let condition: Condition
    /// Where threads wait for work: most jobs bring none, and two dozen threads would wake for each.
    private let work: Condition
    /// What is to be read, the subdirectories of one directory together. What comes first is last.
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
        condition = Condition()
        work = Condition(under: condition)
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
            let wasFull = isFull
            entriesAhead -= found.items.count
            if wasFull, !isFull { work.broadcast() }
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
            work.broadcast()
            defer { threads = [] }
            return threads
        }
        for thread in ending { thread.join() }
    }

    private var isFull: Bool { entriesAhead >= Self.mostEntriesAhead }

    private func readAhead() {
        condition.lock()
        defer { condition.unlock() }
        while !isStopped {
            guard let job = claim() else {
                work.wait()
                continue
            }
            let found = condition.unlocked { job.run(walk) }
            job.state = .done(found)
            entriesAhead += found.items.count
            push(found)
            condition.signal()
        }
    }

    /// The lock is held in everything below.
    private func claim() -> DirectoryJob? {
        if isFull { return nil }
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

    /// Directories are read in any order, so what is found may belong below what others found.
    private func push(_ found: ReadDirectory) {
        guard let first = found.subdirectories.first, !isStopped else { return }
        let place = stack.lastIndex { rest in rest.first.map { first.precedes($0) } ?? false }
        stack.insert(found.subdirectories[...], at: place.map { $0 + 1 } ?? 0)
        let wanted = min(mostThreads, threads.count + found.subdirectories.count)
        while threads.count < wanted { threads.append(WorkerThread { [self] in readAhead() }) }
        work.broadcast()
    }
}
