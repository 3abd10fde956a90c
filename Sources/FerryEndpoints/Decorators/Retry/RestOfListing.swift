internal import FerryCore

/// What a selection takes of a listing's rest, behind a position: directories that were passed are not entered again.
struct RestOfListing: Selection {
    /// Nil takes everything.
    let base: (any Selection)?
    let last: ListingPosition

    func includes(_ path: RelativePath, isDirectory: Bool) -> Bool {
        let isDone =
            CanonicalOrder.compare(path, isDirectory: isDirectory, last.path, isDirectory: last.isDirectory) < 0
        if isDone, !(isDirectory && last.path.isInside(path)) { return false }
        return base?.includes(path, isDirectory: isDirectory) ?? true
    }

    func entering(_ directory: RelativePath) throws(EndpointError) -> any Selection {
        RestOfListing(base: try base?.entering(directory), last: last)
    }

    func names(in directory: RelativePath) -> [SelectedName]? { base?.names(in: directory) }
}
