internal import FerryCore
internal import FerryEndpoints
internal import Glibc

/// Lets other threads do a walk's work before the walk comes to it.
///
/// What is to be done next is on top of a stack, so helpers work just ahead of the walk. Whatever nobody has begun when
/// the walk comes to it, the walk does itself; while it waits for something that is being done, it does other work.
/// So all threads are busy, and the number of entries that are held is bounded.
final class WorkAhead: @unchecked Sendable {
    private let scanner: Scanner
    private let condition = Condition()
    private var stack = [ArraySlice<ScanJob>]()
    private var helpers = [WorkerThread]()
    private var entriesAhead = 0
    private var directoriesAhead = 0
    private var isStopped = false

    /// What is found ahead of the walk: at most about 2 MB, and as many descriptors.
    private static let mostEntriesAhead = 8192
    private static let mostDirectoriesAhead = DescriptorLimit.part(of: 16, atMost: 48)
    /// Two threads share the work nearly evenly; beyond four, the walk that puts it in order is what limits.
    private static let helperCount = max(1, min(3, sysconf(Int32(_SC_NPROCESSORS_ONLN)) - 1))

    init(_ scanner: Scanner) {
        self.scanner = scanner
    }

    /// The outcome of a job that the walk has come to.
    func outcome(of job: ScanJob) -> ScanOutcome {
        condition.lock()
        defer { condition.unlock() }
        while true {
            switch job.state {
            case .done(let outcome):
                job.state = .taken
                count(outcome, -1)
                condition.broadcast()
                return outcome
            case .running:
                if let other = claim() { finish(other) } else { condition.wait() }
            case .waiting, .taken:
                job.state = .taken
                let outcome = condition.unlocked { job.run(scanner) }
                push(outcome)
                return outcome
            }
        }
    }

    /// Offers what follows from the first outcome to the helpers.
    func begin(with outcome: ScanOutcome) {
        condition.locked { push(outcome) }
    }

    /// Ends the helpers.
    func stop() {
        let ending = condition.locked {
            isStopped = true
            stack = []
            condition.broadcast()
            defer { helpers = [] }
            return helpers
        }
        for helper in ending { helper.join() }
    }

    private func help() {
        condition.lock()
        defer { condition.unlock() }
        while !isStopped {
            if let job = claim() { finish(job) } else { condition.wait() }
        }
    }

    /// The lock is held in everything below.
    private func claim() -> ScanJob? {
        guard entriesAhead < Self.mostEntriesAhead, directoriesAhead < Self.mostDirectoriesAhead else { return nil }
        dropBegunJobs()
        let job = stack.indices.last.flatMap { stack[$0].popFirst() }
        job?.state = .running
        return job
    }

    /// Jobs that the walk did itself are not kept any longer than need be: each keeps a directory open.
    private func dropBegunJobs() {
        while let top = stack.indices.last {
            while let job = stack[top].first {
                if case .waiting = job.state { return }
                stack[top].removeFirst()
            }
            stack.removeLast()
        }
    }

    private func finish(_ job: ScanJob) {
        let outcome = condition.unlocked { job.run(scanner) }
        job.state = .done(outcome)
        count(outcome, 1)
        push(outcome)
        condition.broadcast()
    }

    /// What comes first in canonical order goes on top.
    private func push(_ outcome: ScanOutcome) {
        let jobs = outcome.furtherSlices.count + outcome.subdirectories.count
        if jobs == 0 || isStopped { return }
        dropBegunJobs()
        if !outcome.furtherSlices.isEmpty { stack.append(outcome.furtherSlices[...]) }
        if !outcome.subdirectories.isEmpty { stack.append(outcome.subdirectories[...]) }
        while helpers.count < Self.helperCount { helpers.append(WorkerThread { [self] in help() }) }
        condition.broadcast()
    }

    private func count(_ outcome: ScanOutcome, _ sign: Int) {
        entriesAhead += sign * outcome.items.count
        if outcome.directory != nil { directoriesAhead += sign }
    }
}
