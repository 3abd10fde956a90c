public import FerryState

/// Where a run finds what earlier ones left, and leaves what it learned.
public struct RunMemory: Sendable {
    public var store: StateStore
    /// The sources and the destination, as absolute as they can be told, without secrets. Only runs between the same
    /// locations know of each other.
    public var sources: [[UInt8]]
    public var destination: [UInt8]
    /// The directory at the destination that paths of the run count from, whatever the run was given to find it.
    public var root: [UInt8]

    public init(store: StateStore, sources: [[UInt8]], destination: [UInt8], root: [UInt8]? = nil) {
        self.store = store
        self.root = root ?? destination
        self.sources = sources
        self.destination = destination
    }

    /// The times that earlier runs could not set at the destination.
    var vainTimes: VainTimes { store.vainTimes(at: destination) }

    /// The owners that runs of late could not give there.
    var vainOwners: VainOwners { store.vainOwners(at: destination) }

    func keep(_ trials: OwnerTrials) {
        let known = vainOwners
        let learned = trials.conclusion(from: known)
        if learned != known { store.remember(learned, at: destination) }
    }

    func keep(_ trials: TimeTrials) {
        let known = vainTimes
        let learned = trials.conclusion(from: known)
        if learned != known { store.remember(learned, at: destination) }
    }

    /// Where options say by themselves what counts as unchanged, nothing is asked. But what is sent has another version then,
    /// which the next run would take for a change of somebody else's.
    func lastRun(_ options: ComparisonOptions) -> LastRun {
        LastRun(
            store, sources: sources, destination: destination, onlyAdds: options.sizeOnly || options.ignoresTimes)
    }
}
