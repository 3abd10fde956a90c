internal import FerryCore
internal import FerryEndpoints

/// Makes way for an entry of another kind: what a rename cannot replace has to be removed first.
struct Obstacles: Sendable {
    let context: RunContext
    let backups: Backups

    /// Removes what `present` is, if an entry of `kind` cannot take its place atomically.
    func clear(_ present: Entry?, for kind: EntryKind) throws(EndpointError) {
        guard let present, !context.isDryRun else { return }
        if present.isDirectory {
            if kind != .directory { try removeDirectory(present) }
        } else if kind == .directory {
            if try !backups.take(present) { try context.destination.remove(present.path, kind: present.kind) }
        }
    }

    /// A directory with content goes only under `--force` or `--delete`.
    private func removeDirectory(_ directory: Entry) throws(EndpointError) {
        if context.options.deletion.force || context.options.deletion.timing != nil {
            try TreeRemoval(endpoint: context.destination).remove(directory.path)
        } else {
            try context.destination.remove(directory.path, kind: .directory)
        }
    }
}

/// Removes a directory and all that is in it.
struct TreeRemoval {
    let endpoint: any Endpoint

    func remove(_ directory: RelativePath) throws(EndpointError) {
        let spool = RecordSpool()
        let listing = try endpoint.list(ListingRequest(directory: directory))
        while let batch = try listing.next() {
            for item in batch {
                switch item {
                case .entry(let entry): spool.append([entry.kind.rawValue] + entry.path.bytes)
                case .failure(let error, _, _): throw error
                }
            }
        }
        var failure: EndpointError?
        spool.forEachReversed { record in
            guard failure == nil, let kind = EntryKind(rawValue: record[0]) else { return }
            do throws(EndpointError) {
                try endpoint.remove(RelativePath(unchecked: Array(record[1...])), kind: kind)
            } catch {
                failure = error
            }
        }
        if let failure { throw failure }
        try endpoint.remove(directory, kind: .directory)
    }
}
