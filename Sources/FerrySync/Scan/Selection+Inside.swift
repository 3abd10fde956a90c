internal import FerryCore
internal import FerryEndpoints

extension Selection {
    /// The selection for what lies in a directory: the rules of those above it are entered first.
    func inside(_ path: RelativePath) throws(EndpointError) -> any Selection {
        var selection: any Selection = self
        var directory = RelativePath.root
        for component in path.components {
            selection = try selection.entering(directory)
            directory = directory.appending(name: component)
        }
        return selection
    }
}
