internal import FerryCore
internal import FerryEndpoints

/// What the comparison of two trees yields.
enum PairItem {
    case pair(Pair)
    /// Something of the sources is unknown: nothing in its range may be taken for absent.
    case sourceFailure(EndpointError, path: RelativePath, subtree: Bool)
    /// A named entry takes no part.
    case omitted(Entry, Reason)
    /// See `ScanItem`.
    case absent(RelativePath)
    /// The destination's state under this name is unknown: the entry is left out. Nil where it is none that an entry could have.
    case destinationFailure(EndpointError, path: RelativePath?)
}

/// Pairs of one name, in canonical order (see `TreeMerge` for what comes late).
protocol PairStream: AnyObject {
    func next() throws(EndpointError) -> PairItem?
}
