public import FerryCore

/// Making groups of changes survive a loss of power at the price of one.
public protocol DurabilityRole: Sendable {
    /// Makes the content of these staged files durable, before they are committed. They may be decorated, see
    /// `StagedFile.undecorated`.
    func synchronize(_ files: [any StagedFile]) throws(EndpointError)

    /// Makes the names in these directories durable, after commits and removals.
    func synchronize(directories: [RelativePath]) throws(EndpointError)
}
