internal import FerryCore
internal import FerryEndpoints
internal import FerryState
internal import FerrySync

/// `ferry sync` and `ferry rsync`.
struct SyncCommand {
    let line: SyncCommandLine
    let environment: Environment
    let console: Console
    private let state: StateStore?
    var registry: EndpointRegistry
    var sourceRegistry: EndpointRegistry

    init(_ line: SyncCommandLine, _ context: CommandContext) {
        self.line = line
        console = context.console
        environment = context.environment
        state = context.state
        registry = context.registry
        sourceRegistry = context.sourceRegistry ?? context.registry
        registry.reservesSpace = line.options.writing.preallocates
        registry.keepsAccessTimes = line.keepsAccessTimes
        sourceRegistry.keepsAccessTimes = line.keepsAccessTimes
        registry.followsDirectoryLinks = line.options.selection.links.keepDestinationDirectoryLinks
    }

    /// Runs the command; returns the status to end with.
    func run(cancellation: Cancellation) throws(UsageError) -> ExitStatus {
        let reporter = try RunDescription(line).reporter(on: console)
        let warn: @Sendable (String) -> Void = { reporter.observe(.problem(Problem(.warning, .message($0)))) }
        var job = throttled(try job(cancellation: cancellation))
        defer { job.destination.close() }
        let limits = RunLimits(
            stopTime: line.stopTime, idleTime: line.timeout, cancelling: cancellation, before: reporter)
        job.memory = try memory(of: job)
        if job.memory != nil { state?.tell(through: warn) }
        job.contents = job.memory.map { ContentMemory($0.store, space: EndpointRegistry.machine) }
        let manifests = try SyncManifests(line, job, registry, warn: warn)
        job.protected = try manifests.ownFiles
        reporter.begin()
        tellMadeDestination(of: &job, to: reporter)
        var (result, verdict) = limits.enforce { SyncRun(job, manifests: manifests.run, observer: limits).run() }
        if let verdict { reporter.observe(.problem(Problem(.warning, .message(verdict.rawValue)))) }
        do throws(CommandError) {
            try manifests.write(result)
        } catch {
            reporter.observe(.problem(Problem(.error, .message(error.description))))
            result.status = .fileIO
        }
        reporter.finish(result)
        return result.status
    }

    /// What is remembered of earlier runs between these locations; nil where nothing is.
    private func memory(of job: SyncJob) throws(UsageError) -> RunMemory? {
        guard line.usesState, !line.options.run.listOnly, let state, let destination = line.destination
        else { return nil }
        var sources: [[UInt8]] = []
        for operand in line.sources { sources.append(try name(of: operand)) }
        let location = try registry.location(destination)
        let root = location.isLocal ? LocalName.canonical(job.destinationBase) : Array(job.destination.location.utf8)
        return RunMemory(
            store: state, sources: sources,
            destination: try name(of: destination).withoutTrailingSlashes, root: root)
    }

    /// A location by which a later run, started elsewhere, knows it again.
    private func name(of operand: [UInt8]) throws(UsageError) -> [UInt8] {
        let location = try registry.location(operand, isRelative: line.relative)
        return location.isLocal ? LocalName.canonical(absolute(location.path)) : Array("\(location)".utf8)
    }

    /// `--bwlimit`
    private func throttled(_ job: SyncJob) -> SyncJob {
        guard let rate = line.bandwidth else { return job }
        var job = job
        let bucket = TokenBucket(bytesPerSecond: Double(rate), cancellation: job.cancellation)
        job.destination = ThrottledEndpoint(job.destination, bucket)
        return job
    }

    /// The run makes a directory that is not there; a single file's new name is none, but `--mkpath` may have made those
    /// above it.
    private func tellMadeDestination(of job: inout SyncJob, to reporter: any RunReporter) {
        guard let name = line.destination?.withoutTrailingSlashes, !line.options.run.listOnly else { return }
        let isNewName = job.sources.contains { $0.newName != nil }
        if job.directoriesMade > 0 {
            return reporter.madeDestination(isNewName ? name.directoryAbove : name, count: job.directoriesMade)
        }
        if !isNewName { job.madeDestination = { reporter.madeDestination(name, count: nil) } }
    }

    /// Opens both sides and puts the run together.
    func job(cancellation: Cancellation) throws(UsageError) -> SyncJob {
        var job = try listingJob(cancellation: cancellation)
        guard let operand = line.destination, !line.options.run.listOnly else { return job }
        let location = try registry.destination(operand)
        var sources: [Location] = []
        for source in line.sources { sources.append(try registry.location(source, isRelative: line.relative)) }
        if job.options.selection.links.munge != nil, location.isLocal, sources.contains(where: { !$0.isLocal }) {
            job.options.selection.links.munge = .adding
        }
        try registry.requireUse(ofObjectOptionsAt: location, from: sources)
        let root = try DestinationRoot(location, registry: registry) { SourceNames(line, job).found }
        job.destination = try registry.open(location, at: root.root)
        guard job.destination.capabilities.isWritable else {
            throw UsageError("'\(location)': nothing can be written there", status: .notSupported)
        }
        try requireWays(of: line.options.writing, at: job.destination)
        try requireTemporaryDirectory(of: job.destination)
        if root.isMissing { job.directoriesMade = try ensurePath(to: root, of: location) }
        if let newName = root.newName { job.sources.rename(root.sources[0], to: newName) }
        job.destinationBase = absolute(root.root)
        job.makesDestination = !root.isMissing || !root.sources.isEmpty || operand.last == RelativePath.separator
        let isMade = job.directoriesMade > 0 && root.newName == nil && !line.options.run.dryRun
        job.destinationIsMissing = root.isMissing && root.newName == nil && !isMade
        job.destinationIsThere = root.isDirectory || isMade
        return job
    }

    /// The sources alone, which stand for the destination, too. A listing does not look at any other.
    private func listingJob(cancellation: Cancellation) throws(UsageError) -> SyncJob {
        var sources: [SyncSource] = []
        if let filesFrom = line.filesFrom {
            sources = try listedSources(filesFrom)
        } else {
            for operand in line.sources { sources.append(try source(operand)) }
        }
        return SyncJob(
            sources: sources, destination: sources[0].endpoint, options: line.options,
            filters: try FilterList(line, environment: environment), cancellation: cancellation)
    }

    /// The directory that the destination is to be made in is required. Under `--mkpath` it is made; as with rsync the
    /// destination, too, where it receives anything. Returns how many directories that is.
    private func ensurePath(to root: DestinationRoot, of location: Location) throws(UsageError) -> Int {
        let isSingleFile = root.newName != nil
        let holder = isSingleFile ? root.root : root.parent
        if line.makesPath {
            let last = root.sources.isEmpty ? holder : root.root
            return try registry.makeDirectories(leadingTo: last, of: location, dryRun: line.options.run.dryRun)
        }
        if line.options.run.dryRun && !isSingleFile { return 0 }
        if try registry.hasSimulatedDirectories(location) { return 0 }
        let present =
            isSingleFile
            ? try registry.entry(at: holder, of: location) : try root.parentEntry(registry, of: location)
        guard present == nil else { return 0 }
        throw UsageError(
            "cannot make '\(location)': the directory above it does not exist; --mkpath makes it",
            status: isSingleFile ? .fileSelection : .fileIO)
    }

    /// `--temp-dir` is a directory that is there.
    private func requireTemporaryDirectory(of destination: any Endpoint) throws(UsageError) {
        guard let directory = line.options.writing.temporaryDirectory else { return }
        let present = try registry.looking { () throws(EndpointError) in
            if directory.isEmpty { return Entry?.none }
            let holder = try destination.sibling(at: directory)
            defer { holder.close() }
            return try holder.entry(at: .root)
        }
        if present?.isDirectory == true { return }
        throw UsageError(
            "the directory for temporary files does not exist: '\(DisplayName.escaping(directory))' on \(destination.location)"
        )
    }

    private func source(_ operand: [UInt8]) throws(UsageError) -> SyncSource {
        let location = try registry.location(operand, isRelative: line.relative)
        let root = try SourceRoot(location.path, isRelative: line.relative)
        return SyncSource(
            endpoint: try sourceRegistry.open(location, at: root.root, first: root.path), path: root.path,
            hasTrailingSlash: root.hasTrailingSlash, sendsImpliedDirectories: line.relative,
            impliesRoot: root.impliesRoot, base: absolute(root.root))
    }

    func absolute(_ path: [UInt8]) -> [UInt8] {
        path.first == RelativePath.separator ? path : environment.workingDirectory + [RelativePath.separator] + path
    }
}
