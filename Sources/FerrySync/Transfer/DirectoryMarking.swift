internal import FerryCore
internal import FerryEndpoints
internal import Synchronization

/// Empty directories of the sources, at a destination where a directory is nothing but what lies below it.
struct DirectoryMarking {
    let context: RunContext

    /// Marks a directory in which the source has nothing, and which is not at the destination, or would not be much longer.
    /// A pass that only deletes leaves that to the next one.
    /// - Parameter isEmptied: What it holds at the destination goes.
    func leave(_ node: DirectoryNode, isEmptied: Bool) {
        guard let markers = context.destination.directoryMarkers, !node.path.isRoot else { return }
        if let action = node.action { return mark(action, by: markers, isEmptied: isEmptied) }
        if isEmptied && context.isDryRun { context.emptied.withLock { _ = $0.insert(node.path) } }
    }

    private func mark(_ action: Action, by markers: any DirectoryMarkerRole, isEmptied: Bool) {
        let isGone = context.emptied.withLock { $0.contains(action.path) }
        let isThere = action.destination?.isDirectory == true && !isGone
        if isThere && !isEmptied { return }
        do throws(EndpointError) {
            if !context.isDryRun { try markers.mark(action.path) }
            // One that stays is no news, and one that takes the place of something else was told of.
            if action.destination == nil || isGone {
                context.tally.tell(Action(.make, action.item, destination: nil, isNew: true, reason: .missing).report)
            }
        } catch {
            context.tally.fail(error)
        }
    }
}
