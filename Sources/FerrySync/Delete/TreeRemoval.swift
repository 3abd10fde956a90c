internal import FerryCore
internal import FerryEndpoints

/// Removes all that is in a directory which makes way for an entry of another kind, the deepest first. What filter rules
/// protect stays, and with it the directories above it.
struct TreeRemoval {
    let context: RunContext
    let backups: Backups

    func removeContent(of directory: RelativePath) throws(EndpointError) {
        let spool = try spooledContent(of: directory)
        let isChecked = context.options.deletion.checksLimitFirst
        let refusal = EndpointError(
            .notEmpty, .remove, path: directory, location: context.destination.location,
            reason: "\(spool.count) entries are in it, more than --max-delete permits, or than is left of that")
        guard !isChecked || context.allowance.takeContent(spool.count) else { throw refusal }
        var left = isChecked ? spool.count : 0
        var failure: EndpointError?
        spool.forEachReversed { record in
            guard failure == nil else { return }
            do throws(EndpointError) {
                guard isChecked || context.allowance.takeContent(1) else {
                    context.tally.tell(Problem(.note, .directoryNotEmpty(directory)))
                    throw refusal
                }
                try remove(DeletionRecord.entry(record))
                left -= 1
            } catch {
                failure = error
            }
        }
        context.allowance.giveBack(max(0, left))
        if let failure { throw failure }
    }

    /// Nothing is removed unless everything can be listed.
    private func spooledContent(of directory: RelativePath) throws(EndpointError) -> RecordSpool {
        let spool = RecordSpool()
        let selection = try UnprotectedSelection(context).inside(directory, entersRoot: true)
        let listing = try context.destination.list(ListingRequest(directory: directory, selection: selection))
        while let batch = try listing.next() {
            for item in batch {
                switch item {
                case .entry(let entry): spool.append(DeletionRecord(entry).bytes)
                case .failure(let error, _, _): throw error
                }
            }
        }
        return spool
    }

    private func remove(_ entry: Entry) throws(EndpointError) {
        if !context.isDryRun, try !isBackedUp(entry) {
            do throws(EndpointError) {
                try context.closed.changing(entry.path.parent) { () throws(EndpointError) in
                    try context.destination.remove(entry.path, kind: entry.kind)
                }
            } catch  where error.code == .notEmpty {
                return
            }
        }
        context.tally.tell(ItemReport(action: .delete, entry: entry, reason: .extraneous))
    }

    /// Moves the entry to where backups go, if they are wanted.
    private func isBackedUp(_ entry: Entry) throws(EndpointError) -> Bool {
        guard context.options.writing.backup != nil, !entry.isDirectory,
            let present = try context.destination.entry(at: entry.path)
        else { return false }
        return try backups.take(present)
    }
}

/// What no filter rule protects in a directory that is to go.
private struct UnprotectedSelection: Selection {
    let scope: FilterScope
    let context: RunContext

    init(_ context: RunContext) {
        scope = FilterScope(context.job.filters, side: .receiver, base: context.job.destinationBase)
        self.context = context
    }

    private init(_ scope: FilterScope, _ context: RunContext) {
        self.scope = scope
        self.context = context
    }

    func includes(_ path: RelativePath, isDirectory: Bool) -> Bool {
        !scope.excludes(path, isDirectory: isDirectory, parentIsDeleted: true)
    }

    func entering(_ directory: RelativePath) throws(EndpointError) -> any Selection {
        UnprotectedSelection(try scope.entering(directory, on: context.destination, context.tally.refuse), context)
    }
}
