internal import FerryCore

/// The threads of a server.
final class Crew: Sendable {
    private let jobs = Channel<Strand.Job>(capacity: 1024)
    private let threads: [WorkerThread]

    /// Enough to keep a disk's queue full, and streams of several readers moving.
    init(threads count: Int = 16) {
        let jobs = jobs
        threads = (0..<count).map { _ in
            WorkerThread {
                while let job = jobs.receive() { job() }
            }
        }
    }

    func run(_ job: @escaping Strand.Job) {
        jobs.send(job)
    }

    func run(_ job: @escaping Strand.Job, on strand: Strand) {
        if strand.add(job) { jobs.send { strand.run() } }
    }

    /// Waits until all is done.
    func end() {
        jobs.close()
        for thread in threads { thread.join() }
    }
}
