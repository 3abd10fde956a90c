internal import FerryCore
internal import FerryEndpoints

/// Removes all that is in a directory which makes way for an entry of another kind, the deepest first. What filter rules
/// protect stays, and with it the directories above it.
struct TreeRemoval {
    let context: RunContext
    let backups: Backups

    func removeContent(of directory: RelativePath) throws(EndpointError) {
        let spool = try spooledContent(of: directory)
        try requirePermission(for: spool.count, in: directory)
        var failure: EndpointError?
        spool.forEachReversed { record in
            guard failure == nil else { return }
            do throws(EndpointError) {
                try remove(DeletionRecord.entry(record))
            } catch {
                failure = error
            }
        }
        if let failure { throw failure }
    }

    /// Of a directory that cannot go as a whole nothing does.
    private func requirePermission(for count: Int, in directory: RelativePath) throws(EndpointError) {
        // How much a share of the destination is, is not known yet.
        let limit: Int? = if case .count(let count)? = context.options.deletion.limit { count } else { nil }
        if context.deletions.take(count, limit: limit) { return }
        context.tally.tell(Problem(.note, .directoryNotEmpty(directory)))
        throw EndpointError(
            .notEmpty, .remove, path: directory, location: context.destination.location,
            reason: "--max-delete keeps what is in it")
    }

    /// Nothing is removed unless everything can be listed.
    private func spooledContent(of directory: RelativePath) throws(EndpointError) -> RecordSpool {
        let spool = RecordSpool()
        let selection = try UnprotectedSelection(context).above(directory)
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
                try context.destination.remove(entry.path, kind: entry.kind)
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

    /// The selection for a listing that starts at `path`: the rules of the directories above it are entered first.
    func above(_ path: RelativePath) throws(EndpointError) -> any Selection {
        var selection: any Selection = self
        var directory = RelativePath.root
        for component in path.components {
            selection = try selection.entering(directory)
            directory = directory.appending(name: component)
        }
        return selection
    }
}
