internal import FerryEndpoints

/// The threads that carry out what the walk finds, by what their tasks wait for.
final class TransferPools {
    private let single: WorkerPool<FileTask>
    /// Takes small files in large groups; nil where each goes by itself.
    private let groups: WorkerPool<FileTask>?
    private let grouped: FileGroups?
    /// Sets metadata of files in groups; nil where that is no gain.
    private let changes: WorkerPool<FileTask>?
    /// Nil where nothing is written in place.
    private var shared: SharedFiles?

    private static let groupsOfChanges = 2

    init(_ context: RunContext, places: StagingPlaces, late: LateWork) {
        let makeWorker = { @Sendable in TransferWorker(context: context, places: places, late: late).perform }
        shared = SharedFiles(context)
        single = WorkerPool(workers: context.workers, batch: context.stagedFiles, makeWorker: makeWorker)
        grouped = FileGroups(context)
        groups = grouped.map { grouped in
            WorkerPool(workers: grouped.threads, batch: grouped.size, weight: grouped.bytes) {
                TransferWorker(context: context, places: places, late: late, threads: grouped.threads).perform
            }
        }
        let calls = context.isDryRun ? nil : context.destination.groupedCalls
        changes = calls.map { calls in
            WorkerPool(workers: Self.groupsOfChanges, batch: calls.largestGroup) {
                TransferWorker(context: context, places: places, late: late).changeMetadata
            }
        }
    }

    /// The directory of the task is retained.
    func submit(_ task: FileTask) {
        if shared?.mustWait(task.work) == true {
            finish()
            return hand(FileTask(work: shared!.renewed(task.work), directory: task.directory))
        }
        hand(task)
    }

    private func hand(_ task: FileTask) {
        if let changes, task.setsMetadata {
            changes.submit(task)
        } else if let groups, grouped?.takes(task.work) == true {
            groups.submit(task)
        } else {
            single.submit(task)
        }
    }

    /// Waits until all is done. More may be submitted then.
    func finish() {
        // What was gathered begins before anything is waited for.
        for pool in [groups, single, changes] { pool?.flush() }
        for pool in [groups, single, changes] { pool?.finish() }
    }
}
