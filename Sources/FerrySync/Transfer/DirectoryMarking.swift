internal import FerryCore
internal import FerryEndpoints

/// Empty directories of the sources, at a destination where a directory is nothing but what lies below it.
struct DirectoryMarking {
    let context: RunContext

    /// Marks a directory in which the source has nothing, and which is not at the destination.
    func mark(_ action: Action) {
        guard let markers = context.destination.directoryMarkers, action.destination == nil, !action.path.isRoot else {
            return
        }
        do throws(EndpointError) {
            if !context.isDryRun { try markers.mark(action.path) }
            context.tally.tell(Action(.make, action.item, destination: nil, isNew: true, reason: .missing).report)
        } catch {
            context.tally.fail(error)
        }
    }
}
