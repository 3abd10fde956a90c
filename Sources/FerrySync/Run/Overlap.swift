internal import FerryCore
internal import FerryEndpoints

/// Sources and a destination that lie inside each other. A copy must not copy itself, and deleting what is extraneous
/// must not delete a source. Directories are known by their identity, so that no symlink or bind mount hides one.
struct Overlap {
    private let context: RunContext
    private let sources: Set<FileIdentity>
    private var destination: FileIdentity?

    init(context: RunContext) {
        self.context = context
        var sources: Set<FileIdentity> = []
        for source in context.job.sources {
            // A source that cannot be looked at is reported by the scan.
            let roots = [try? source.endpoint.entry(at: .root), try? source.endpoint.entry(at: source.path)]
            for case let identity? in roots.map({ $0?.version?.identity }) { sources.insert(identity) }
        }
        self.sources = sources
    }

    /// Whether a source's entry below its root is the directory that everything goes to. That directory may be made in
    /// the course of the run.
    mutating func isDestination(_ entry: Entry) throws(EndpointError) -> Bool {
        guard !entry.path.isRoot, let identity = entry.version?.identity else { return false }
        if destination == nil { destination = try context.destination.entry(at: .root)?.version?.identity }
        return identity == destination
    }

    /// Whether an entry of the destination is a directory that something comes from.
    func isSource(_ entry: Entry) -> Bool {
        guard entry.isDirectory, let identity = entry.version?.identity else { return false }
        return sources.contains(identity)
    }

    func destinationInSource(_ path: RelativePath) -> String {
        "'\(path)' is left out: it is the destination itself"
    }

    func sourceInDestination(_ path: RelativePath) -> String {
        "cannot remove '\(path)' on \(context.destination.location): a source lies there"
    }
}
