public import FerryCore
public import FerryEndpoints
public import FerryState
internal import Synchronization

/// What every stage of one run shares.
public final class RunContext: Sendable {
    public let job: SyncJob
    // Stored, not derived: a property that returns the options copies all of them, and these are asked for each entry.
    public let options: SyncOptions
    public let destination: any Endpoint
    public let isDryRun: Bool
    public let planner: Planner
    public let tally: Tally
    /// What the last run between these locations left behind; nil where it does not count.
    public let lastRun: LastRun?
    let compositions = CompositionRecord()
    let losses: MetadataLosses
    /// The run has made the directory that backups go to, in a directory of the destination maybe.
    let hasMadeBackupDirectory = Atomic(false)
    let finished: FinishedDirectories
    let closed: ClosedDirectories
    let allowance: DeletionAllowance
    let hidden = HiddenPaths()
    /// Directories that the pass which only deletes leaves empty, in a dry run: there the next pass does not see it.
    let emptied = Mutex<Set<RelativePath>>([])
    let manifests: SharedManifests
    /// Nil where the run has nothing to do with check files.
    let deliveries: Deliveries?
    /// Nil where nothing is remembered.
    let writtenCheckFiles: WrittenCheckFiles?
    /// Nil where nothing is remembered.
    let unfinished: UnfinishedTransfers?
    /// Nothing of a source was looked at before.
    public let started = Timestamp.now

    public init(job: SyncJob, manifests: RunManifests = RunManifests(), observer: any SyncObserver) {
        self.job = job
        self.manifests = SharedManifests(manifests)
        deliveries = Deliveries(job.options.delivery)
        unfinished = job.options.run.dryRun ? nil : job.memory.map(UnfinishedTransfers.init)
        var options = job.options
        options.metadata = options.metadata.translatingOwners(
            from: job.sources.first?.endpoint, to: job.destination)
        self.options = options
        destination = job.destination
        isDryRun = job.options.run.dryRun
        // Sources of one job are of one kind as far as precision goes; the coarsest decides.
        let source = job.sources.map(\.endpoint.capabilities).first ?? job.destination.capabilities
        let capabilities = job.destination.capabilities
        planner = Planner(
            options: options, source: source, destination: capabilities,
            vainTimes: capabilities.timesAreTried ? job.memory?.vainTimes ?? [] : [],
            vainOwners: capabilities.givingAway == nil ? VainOwners() : job.memory?.vainOwners ?? VainOwners())
        writtenCheckFiles = job.memory.map { WrittenCheckFiles($0.store, below: $0.root) }
        lastRun = job.memory?.lastRun(job.options.comparison)
        tally = Tally(
            observer: observer, reportsUnchanged: job.options.run.reportsUnchanged, cancellation: job.cancellation)
        losses = MetadataLosses(
            tally: tally, destination: job.destination, times: capabilities.timesAreTried ? TimeTrials() : nil,
            owners: capabilities.givingAway == nil ? nil : OwnerTrials())
        finished = FinishedDirectories(at: job.destination, losses: losses)
        closed = ClosedDirectories(of: job.destination)
        allowance = DeletionAllowance(options.deletion.limit)
    }

    /// Leaves to later runs what this one has learned.
    func keepWhatWasLearned() {
        job.contents?.flush()
        guard !isDryRun else { return }
        lastRun?.flush()
        writtenCheckFiles?.flush()
        if let trials = losses.times { job.memory?.keep(trials) }
        if let trials = losses.owners { job.memory?.keep(trials) }
    }

    /// Whether `-H` asks for links that the destination cannot have: each name of a file gets content of its own.
    func losesLinks(of entry: Entry) -> Bool {
        options.metadata.hardLinks && entry.linkCount > 1 && destination.links == nil
    }

    /// How many threads transfer.
    var workers: Int {
        if let workers = options.run.workers { return max(1, workers) }
        let counts = options.run.connections
        let sources = counts?.source ?? job.sources.map(\.endpoint.capabilities.advisedConnections).max()
        return max(counts?.destination ?? destination.capabilities.advisedConnections, sources ?? 1)
    }

    /// How many files each of them takes and has staged at a time; nil is as many as are good.
    var stagedFiles: Int? {
        let most = destination.capabilities.stagedFiles.map {
            min(max(1, $0 / workers), WorkerPool<FileTask>.usualBatch)
        }
        return isFar ? min(most ?? .max, Self.stagedFarAway) : most
    }

    /// Files wait for answers, one after another, so they are spread over as many threads as there are: 500 small ones over
    /// a link of 50 ms took 17 s in groups of 64.
    private static let stagedFarAway = 8

    private var isFar: Bool {
        !destination.capabilities.cheapLookups
            || job.sources.contains { !$0.endpoint.capabilities.cheapLookups }
    }

    /// Whether the content of an existing entry is changed where it is, under `--inplace` and `--append`. Only files are.
    func writesInPlace(over present: Entry) -> Bool {
        options.writing.method != .staged && present.kind == .file
    }

    /// The endpoint and the entry as it is named there, of an item of the transfer.
    public func origin(of item: SourceItem) -> (endpoint: any Endpoint, entry: Entry) {
        (job.sources[item.source].endpoint, item.originalEntry)
    }
}
