internal import FerryCore
internal import FerryEndpoints
internal import FerrySync

/// `ferry sync` and `ferry rsync`.
struct SyncCommand {
    let line: SyncCommandLine
    let environment: Environment
    let console: Console
    var registry = EndpointRegistry()

    init(_ line: SyncCommandLine, environment: Environment, console: Console) {
        self.line = line
        self.console = console
        self.environment = environment
        registry.reservesSpace = line.options.writing.preallocates
        registry.followsDirectoryLinks = line.options.selection.links.keepDestinationDirectoryLinks
    }

    /// Runs the command; returns the status to end with.
    func run(cancellation: Cancellation) throws(UsageError) -> ExitStatus {
        let job = try job(cancellation: cancellation)
        defer { job.destination.close() }
        let reporter = try RunDescription(line).reporter(on: console)
        reporter.begin()
        let result = SyncRun(job, observer: reporter).run()
        reporter.finish(result)
        return result.status
    }

    /// Opens both sides and puts the run together.
    func job(cancellation: Cancellation) throws(UsageError) -> SyncJob {
        var sources: [SyncSource] = []
        var names: [SyncSourceName] = []
        for operand in line.sources {
            let source = try self.source(operand)
            names.append(try name(of: source))
            sources.append(source)
        }
        let filters = try FilterList(line, environment: environment)
        guard let operand = line.destination else {
            return SyncJob(
                sources: sources, destination: sources[0].endpoint, options: line.options, filters: filters,
                cancellation: cancellation)
        }
        let location = try registry.location(operand)
        let root = try DestinationRoot(location, sources: names, makesPath: line.makesPath, registry: registry)
        if let newName = root.newName, newName != sources[0].path { sources[0].newName = newName }
        var job = SyncJob(
            sources: sources, destination: try registry.open(location, at: root.root), options: line.options,
            filters: filters, cancellation: cancellation)
        job.destinationBase = absolute(root.root)
        return job
    }

    private func source(_ operand: [UInt8]) throws(UsageError) -> SyncSource {
        let location = try registry.location(operand)
        let root = try SourceRoot(location.path, isRelative: line.relative)
        return SyncSource(
            endpoint: try registry.open(location, at: root.root), path: root.path,
            hasTrailingSlash: root.hasTrailingSlash, sendsImpliedDirectories: line.relative, base: absolute(root.root))
    }

    /// A source that is not there counts as a file: its error comes when it is scanned.
    private func name(of source: SyncSource) throws(UsageError) -> SyncSourceName {
        if source.path.isRoot { return SyncSourceName(isDirectory: true) }
        do throws(EndpointError) {
            return SyncSourceName(isDirectory: try source.endpoint.entry(at: source.path)?.isDirectory ?? false)
        } catch {
            return SyncSourceName(isDirectory: false)
        }
    }

    private func absolute(_ path: [UInt8]) -> [UInt8] {
        path.first == RelativePath.separator ? path : environment.workingDirectory + [RelativePath.separator] + path
    }
}
