internal import FerryCore
internal import FerryEndpoints

/// Sources and a destination that lie inside each other. A copy must not copy itself, and deleting what is extraneous
/// must not delete a source. Directories are known by their identity, so that no symlink or bind mount hides one.
struct Overlap {
    private let context: RunContext
    private let sources: Set<PlacedIdentity>
    private var destination: PlacedIdentity?

    init(context: RunContext) {
        self.context = context
        var sources: Set<PlacedIdentity> = []
        // Elsewhere nothing of a source can lie at the destination, and a look may be a round trip.
        for source in context.job.sources
        where source.endpoint.identitySpace == context.destination.identitySpace {
            for path in [.root, source.path] {
                // A source that cannot be looked at is reported by the scan.
                let identity =
                    source.endpoint.identity(ofName: path)
                    ?? source.endpoint.identity(of: try? source.endpoint.entry(at: path))
                if let identity { sources.insert(identity) }
            }
        }
        self.sources = sources
    }

    /// Whether a source's entry below its root is the directory that everything goes to. That directory may be made in
    /// the course of the run.
    mutating func isDestination(_ item: SourceItem) throws(EndpointError) -> Bool {
        let source = context.job.sources[item.source].endpoint
        // Elsewhere no question need be asked, least of all for each directory.
        guard source.identitySpace == context.destination.identitySpace else { return false }
        guard !item.entry.path.isRoot, let identity = source.identity(of: item.entry) else { return false }
        if destination == nil {
            if let named = context.destination.identity(ofName: .root) { return identity == named }
            destination = context.destination.identity(of: try context.destination.entry(at: .root))
        }
        return identity == destination
    }

    /// Whether an entry of the destination is a directory that something comes from.
    func isSource(_ entry: Entry) -> Bool {
        guard entry.isDirectory, let identity = context.destination.identity(of: entry) else { return false }
        return sources.contains(identity)
    }

    func destinationInSource(_ path: RelativePath) -> String {
        "'\(path)' is left out: it is the destination itself"
    }

    func sourceInDestination(_ path: RelativePath) -> String {
        "cannot remove '\(path)' on \(context.destination.location): a source lies there"
    }
}
