public import FerryCore
internal import FerryEndpoints

/// Which tree a manifest is made of or held against, and how it is read.
public struct ManifestJob: Sendable {
    public var place: CheckSide
    public var selection: SelectionOptions
    public var filters: FilterList
    /// Files that take no part whatever their name: the manifest itself.
    public var leftOut: Set<FileIdentity>
    /// A directory that takes no part: the bag that is being made of the tree around it.
    public var leftOutDirectory: RelativePath?
    /// Threads that read.
    public var workers: Int
    public var cancellation: Cancellation
    /// Digests of earlier reads; nil where every file is read.
    public var memory: ContentMemory?

    public init(
        place: CheckSide, selection: SelectionOptions = SelectionOptions(), filters: FilterList = FilterList(),
        leftOut: Set<FileIdentity> = [], workers: Int = 2, cancellation: Cancellation = Cancellation()
    ) {
        self.place = place
        self.selection = selection
        self.filters = filters
        self.leftOut = leftOut
        self.workers = workers
        self.cancellation = cancellation
    }

    /// Whether an entry of the tree is one that a manifest may describe.
    func takesPart(_ entry: Entry) -> Bool {
        if entry.path.isRoot { return false }
        if let identity = entry.version?.identity, leftOut.contains(identity) { return false }
        if let leftOutDirectory, entry.path.isInside(leftOutDirectory) { return false }
        guard entry.kind == .file else { return true }
        return entry.size >= selection.minimumSize ?? 0 && entry.size <= selection.maximumSize ?? .max
    }

    /// What the stages of a run share, as for a run that only looks.
    func context(observer: any SyncObserver) -> RunContext {
        var options = SyncOptions()
        options.selection = selection
        let source = SyncSource(endpoint: place.endpoint, path: place.path, base: place.base)
        return RunContext(
            job: SyncJob(
                sources: [source], destination: place.endpoint, options: options, filters: filters,
                cancellation: cancellation),
            observer: observer)
    }

    /// The entries that take part, in canonical order.
    func items(_ context: RunContext) -> SourceItems {
        let rules = FilterSelection(
            scope: FilterScope(filters, side: .sender, base: place.base), endpoint: place.endpoint)
        // A manifest names each path once.
        var selection = selection
        selection.refusesNamesakes = true
        return SourceItems(
            SourceScan(context.job.sources, options: selection, selections: [rules]), context: context)
    }
}
