internal import FerryCore
internal import FerryEndpoints

/// Removes what only the destination has: at once, or from a spooled list when everything else is done.
final class Deleter {
    private let context: RunContext
    private let backups: Backups
    private let late: LateWork
    private let isDelayed: Bool
    private let spool = RecordSpool()
    /// Files that go with one request, where the destination can do that.
    private var batch: [Entry] = []
    /// Directories that go after those files.
    private var directories: [Entry] = []
    private var refused = 0

    init(context: RunContext, backups: Backups, late: LateWork, isDelayed: Bool) {
        self.context = context
        self.backups = backups
        self.late = late
        self.isDelayed = isDelayed
    }

    func countSeen(of entry: Entry) {
        if !entry.path.isRoot { context.allowance.countSeen() }
    }

    /// Whether anything waits to be deleted.
    var hasWork: Bool { spool.count > 0 }

    /// Deletes an entry, the content of a directory first. `directory` is where it lies.
    func delete(_ entry: Entry, in directory: DirectoryNode) {
        if isDelayed {
            spool.append(DeletionRecord(entry).bytes)
            directory.loseSomething()
            late.touchLater(directory)
        } else if isPermitted() {
            directory.touch()
            directory.loseSomething()
            remove(entry)
        }
    }

    func deleteAtOnce(_ entry: Entry) {
        if isPermitted() { remove(entry) }
    }

    /// Takes one of what is allowed, or counts the refusal.
    private func isPermitted() -> Bool {
        let isPermitted = context.allowance.take(1)
        if !isPermitted { refused += 1 }
        return isPermitted
    }

    /// Carries out what was spooled, except what `isKept` knows to be needed.
    func deleteSpooled(except isKept: (RelativePath) -> Bool) {
        let wanted = context.allowance.removed + spool.count
        if let allowed = context.allowance.allowed, context.options.deletion.checksLimitFirst, wanted > allowed {
            return context.tally.tell(Problem(.warning, .deletionLimit(wanted: wanted, allowed: allowed)))
        }
        spool.forEach { record in
            guard !context.job.cancellation.isCancelled else { return }
            let entry = DeletionRecord.entry(record)
            if isKept(entry.path) { return }
            if isPermitted() { removeSpooled(entry) }
        }
        removeBatch()
    }

    /// Files and directories gather; what holds others waits for them to be gone.
    private func removeSpooled(_ entry: Entry) {
        guard let role = context.destination.batchRemoval, !context.isDryRun, !backups.isOn else {
            return remove(entry)
        }
        if entry.isDirectory { directories.append(entry) } else { batch.append(entry) }
        if max(batch.count, directories.count) >= role.largestBatch { removeBatch() }
    }

    private func removeBatch() {
        removeTogether(batch) { (paths) throws(EndpointError) in
            try context.destination.batchRemoval?.remove(paths) ?? []
        }
        if let markers = context.destination.directoryMarkers {
            removeTogether(directories, by: markers.unmark)
        } else {
            for level in DirectoryRemoval.levels(of: directories) {
                removeTogether(level) { (paths) throws(EndpointError) in
                    try DirectoryRemoval.remove(paths, from: context.destination)
                }
            }
        }
        batch.removeAll(keepingCapacity: true)
        directories.removeAll(keepingCapacity: true)
    }

    private func removeTogether(
        _ batch: [Entry], by call: ([RelativePath]) throws(EndpointError) -> [(RelativePath, EndpointError)]
    ) {
        if batch.isEmpty { return }
        do throws(EndpointError) {
            let failures = try call(batch.map(\.path))
            let failed = Set(failures.map(\.0))
            for entry in batch where !failed.contains(entry.path) {
                context.tally.tell(ItemReport(action: .delete, entry: entry, reason: .extraneous))
            }
            for (path, error) in failures where error.code != .permissionDenied { tellFailure(error, at: path) }
            let refused = Set(failures.lazy.filter { $0.1.code == .permissionDenied }.map(\.0))
            context.allowance.giveBack(failed.count - refused.count)
            for entry in batch where refused.contains(entry.path) { remove(entry) }
        } catch {
            context.allowance.giveBack(batch.count)
            context.tally.fail(error)
        }
    }

    func tellRefused() {
        guard refused > 0 else { return }
        let removed = context.allowance.removed
        context.tally.tell(Problem(.warning, .deletionLimit(wanted: removed + refused, allowed: removed)))
    }

    /// Removes one entry, which was taken of what is allowed; a directory that is not empty stays, with a note.
    private func remove(_ entry: Entry) {
        do throws(EndpointError) {
            if !context.isDryRun, try !backups.take(entry) {
                try context.closed.changing(entry.path.parent) { () throws(EndpointError) in
                    try context.destination.remove(entry.path, kind: entry.kind)
                }
            }
            context.tally.tell(ItemReport(action: .delete, entry: entry, reason: .extraneous))
        } catch  where error.code == .notFound {
            // Somebody else was faster.
            context.allowance.giveBack(1)
        } catch {
            context.allowance.giveBack(1)
            tellFailure(error, at: entry.path)
        }
    }

    private func tellFailure(_ error: EndpointError, at path: RelativePath) {
        if error.code == .notEmpty {
            context.tally.tell(Problem(.note, .directoryNotEmpty(path)))
        } else {
            context.tally.fail(error)
        }
    }
}
