internal import Synchronization

/// Jobs that are carried out one after another, in the order in which they came, by whatever thread is free.
final class Strand: Sendable {
    typealias Job = @Sendable () -> Void

    private struct State {
        var waiting: [Job] = []
        var isRunning = false
    }

    private let state = Mutex(State())

    /// Adds a job. Returns whether a thread is to `run` the strand: none is doing so.
    func add(_ job: @escaping Job) -> Bool {
        state.withLock { state in
            state.waiting.append(job)
            defer { state.isRunning = true }
            return !state.isRunning
        }
    }

    /// Carries out what waits, and what comes meanwhile.
    func run() {
        while true {
            let jobs = state.withLock { state in
                defer { state.waiting = [] }
                if state.waiting.isEmpty { state.isRunning = false }
                return state.waiting
            }
            if jobs.isEmpty { return }
            for job in jobs { job() }
        }
    }
}
