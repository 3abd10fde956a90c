internal import FerryCore
internal import FerryEndpoints

/// Metadata of many files, where each call is a round trip.
extension SmallActions {
    /// A file whose metadata differs, and nothing else.
    struct Change {
        let action: Action
        let directory: DirectoryNode
    }

    /// Sets what these tasks are to set, tells and remembers it. Returns what became of each; none of a directory that is
    /// not there.
    func setMetadata(of tasks: [FileTask]) -> [(Change, Result<Void, EndpointError>)] {
        guard let grouped = context.destination.groupedCalls, !context.job.cancellation.isCancelled else { return [] }
        let changes = tasks.compactMap { task -> Change? in
            guard case .action(let action) = task.work, task.directory.isThere else { return nil }
            return Change(action: action, directory: task.directory)
        }
        let results = grouped.apply(
            changes.map {
                MetadataChange(path: $0.action.path, kind: $0.action.item.entry.kind, metadata: $0.action.metadata)
            })
        var outcomes: [(Change, Result<Void, EndpointError>)] = []
        for (change, result) in zip(changes, results) {
            if case .success(let notSet) = result {
                let action = change.action
                let refused = context.losses.note(
                    notSet, of: action.metadata, on: action.item.entry.kind, at: action.path, isPresent: true)
                tell(action, notSet.subtracting(refused))
            }
            outcomes.append((change, result.map { _ in }))
        }
        return remembering(outcomes, by: grouped)
    }

    /// A file whose metadata was set may be another version now, which is looked at.
    private func remembering(
        _ outcomes: [(Change, Result<Void, EndpointError>)], by grouped: any GroupedCallsRole
    ) -> [(Change, Result<Void, EndpointError>)] {
        var outcomes = outcomes
        var looking: [Int] = []
        for (index, (change, result)) in outcomes.enumerated() {
            guard case .success = result, let present = change.action.destination,
                context.remembersChanges(of: change.action.item.entry, in: change.directory)
            else { continue }
            if present.version == nil {
                context.remember(change.action.item.entry, as: present, in: change.directory)
            } else {
                looking.append(index)
            }
        }
        if looking.isEmpty { return outcomes }
        for (index, found) in zip(looking, grouped.entries(at: looking.map { outcomes[$0].0.action.path })) {
            let change = outcomes[index].0
            outcomes[index].1 = found.map { context.remember(change.action.item.entry, as: $0, in: change.directory) }
        }
        return outcomes
    }
}
