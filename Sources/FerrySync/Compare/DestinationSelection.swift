internal import FerryCore
internal import FerryEndpoints

/// What of the destination a comparison has to list: what lies in or above the places that the sources go to, except
/// what the filter rules both hide on the sending side and protect on the receiving one.
struct DestinationSelection: Selection {
    let regions: [RelativePath]
    let protected: FilterScope
    let hidden: FilterScope
    let endpoint: any Endpoint

    func includes(_ path: RelativePath, isDirectory: Bool) -> Bool {
        if !regions.contains(where: { path.isInside($0) || (isDirectory && $0.isInside(path)) }) { return false }
        return !(hidden.excludes(path, isDirectory: isDirectory) && protected.excludes(path, isDirectory: isDirectory))
    }

    func entering(_ directory: RelativePath) throws(EndpointError) -> any Selection {
        DestinationSelection(
            regions: regions, protected: try protected.entering(directory, on: endpoint),
            hidden: try hidden.entering(directory, on: endpoint), endpoint: endpoint)
    }
}
