internal import FerryCore
internal import FerryEndpoints

/// Empty directories of the sources, at a destination where a directory is nothing but what lies below it.
struct DirectoryMarking {
    let context: RunContext

    /// Marks a directory in which the source has nothing, and which is not at the destination, or would not be much longer.
    /// - Parameter isEmptied: What it holds at the destination goes.
    func mark(_ action: Action, isEmptied: Bool) {
        guard let markers = context.destination.directoryMarkers, !action.path.isRoot else { return }
        let isThere = action.destination?.isDirectory == true
        if isThere && !isEmptied { return }
        do throws(EndpointError) {
            if !context.isDryRun { try markers.mark(action.path) }
            // One that stays is no news, and one that takes the place of something else was told of.
            if action.destination == nil {
                context.tally.tell(Action(.make, action.item, destination: nil, isNew: true, reason: .missing).report)
            }
        } catch {
            context.tally.fail(error)
        }
    }
}
