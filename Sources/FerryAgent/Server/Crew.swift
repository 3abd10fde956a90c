internal import FerryCore

/// The threads of a server. What comes together begins together, and a thread takes several short jobs at a time: waking one
/// costs as much as many of them.
final class Crew: @unchecked Sendable {
    private struct Item {
        let job: Strand.Job
        /// Whether others may wait behind it.
        let isShort: Bool
    }

    private let waits = Condition()
    private let hasRoom: Condition
    /// Guarded by `waits`, as is what follows.
    private var queue: [Item] = []
    private var isEnding = false
    private var threads: [WorkerThread] = []
    /// What was not handed to the threads yet. Used by the thread that adds.
    private var gathered: [Item] = []

    /// So many at a time are begun at once.
    private static let mostGathered = 64
    /// Whoever adds waits when so many do.
    private static let mostWaiting = 1024
    /// A thread takes so many short jobs, and such a part of more, so that some are left for others. 2,000 small files woke
    /// threads 12,000 times where each took one job.
    private static let fewJobs = 16
    private static let share = 4

    /// - Parameters:
    ///   - count: Enough to keep a disk's queue full, and streams of several readers moving.
    ///   - whenDone: Called by a thread that has done what it took.
    init(threads count: Int = 16, whenDone: @escaping @Sendable () -> Void) {
        hasRoom = Condition(under: waits)
        threads = (0..<count).map { _ in
            WorkerThread { [self] in
                while let items = take() {
                    for item in items { item.job() }
                    whenDone()
                }
            }
        }
    }

    /// Takes a job, which waits for `begin`. To be called by one thread, as `begin` and `end`.
    func add(isShort: Bool = true, _ job: @escaping Strand.Job) {
        gathered.append(Item(job: job, isShort: isShort))
        if gathered.count >= Self.mostGathered { begin() }
    }

    func add(on strand: Strand, isShort: Bool = true, _ job: @escaping Strand.Job) {
        if strand.add(job) { add(isShort: isShort) { strand.run() } }
    }

    /// Lets the threads have what was added.
    func begin() {
        if gathered.isEmpty { return }
        waits.locked {
            while queue.count >= Self.mostWaiting { hasRoom.wait() }
            queue += gathered
        }
        gathered = []
        waits.signal()
    }

    /// Waits until all is done.
    func end() {
        begin()
        waits.locked { isEnding = true }
        waits.broadcast()
        for thread in threads { thread.join() }
        threads = []
    }

    /// Waits for something to do, and wakes another thread for what it leaves; nil at the end.
    private func take() -> [Item]? {
        waits.lock()
        defer { waits.unlock() }
        while queue.isEmpty {
            if isEnding { return nil }
            waits.wait()
        }
        let short = queue.prefix(max(Self.fewJobs, queue.count / Self.share)).prefix(while: \.isShort)
        let items = short.isEmpty ? [queue[0]] : Array(short)
        queue.removeFirst(items.count)
        if !queue.isEmpty { waits.signal() }
        hasRoom.signal()
        return items
    }
}
