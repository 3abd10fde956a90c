internal import FerryCore
internal import FerryEndpoints
internal import FerrySync

/// `ferry list`: what is in a directory, or one entry.
struct ListCommand {
    let line: ListCommandLine
    let context: CommandContext

    func run() throws(UsageError) -> Int32 {
        if let seconds = line.presign { return try context.presignListing(line.location, seconds: seconds) }
        if line.versions { return try VersionList(line: line, context: context).run() }
        let location = try context.registry.location(line.location)
        let place = try context.registry.place(at: location, links: .keep)
        defer { place.endpoint.close() }
        let reporter = ListReporter(line, console: context.console)
        reporter.begin()
        let result = SyncRun(try job(for: place), observer: reporter).run()
        reporter.finish(result)
        return result.status.rawValue
    }

    private func job(for place: NamedPlace) throws(UsageError) -> SyncJob {
        let filters = try FilterList(line.filterSteps, nulSeparated: false, environment: context.environment)
        var options = SyncOptions()
        options.selection = line.selection
        options.run.listOnly = true
        let source = SyncSource(
            endpoint: place.endpoint, path: place.entry.path, hasTrailingSlash: true, base: context.absolute(place.root)
        )
        return SyncJob(
            sources: [source], destination: place.endpoint, options: options, filters: filters,
            cancellation: context.cancellation)
    }
}
