internal import FerryCore
internal import FerryEndpoints

extension Selection {
    /// The selection for what lies beside a path: the rules of the directories that it leads through are entered.
    ///
    /// - Parameter root: Whether those of the root are, too. As with rsync, they hold only where all of its content is meant.
    func inside(_ path: RelativePath, entersRoot root: Bool = false) throws(EndpointError) -> any Selection {
        var selection: any Selection = self
        var directory = RelativePath.root
        for component in path.components {
            if root || !directory.isRoot { selection = try selection.entering(directory) }
            directory = directory.appending(name: component)
        }
        return selection
    }
}
