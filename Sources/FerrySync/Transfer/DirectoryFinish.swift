internal import FerryCore
internal import FerryEndpoints
internal import FerryState

/// Gives directories their final metadata once nothing more happens directly in them.
struct DirectoryFinish: Sendable {
    let context: RunContext

    /// The scan or a transfer is done with the directory; the last one finishes it.
    func release(_ node: DirectoryNode) {
        guard node.release() else { return }
        if let records = node.records { leave(records, of: node) }
        guard !context.isDryRun, case .synced = node.role, node.isThere else { return }
        let metadata = node.action.map { finalMetadata(of: $0, isTouched: node.isTouched) } ?? Metadata()
        context.finished.add(
            node.path, metadata, isOwn: node.isNew,
            synchronizing: node.isTouched && context.options.writing.fsync != .none)
    }

    private func leave(_ records: DirectoryRecords, of node: DirectoryNode) {
        if context.isDryRun || !node.isThere { context.lastRun?.drop(records) } else { context.lastRun?.keep(records) }
    }

    /// What differed, what a new directory needs, and the time wherever changes in the directory have moved it.
    private func finalMetadata(of action: Action, isTouched: Bool) -> Metadata {
        var metadata = action.metadata
        if isTouched && context.planner.wanted.keepsTime(of: .directory) {
            metadata.modified = action.item.entry.modified
        }
        return metadata
    }
}
