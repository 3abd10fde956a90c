internal import FerryCore
internal import FerrySync

extension SyncOptions {
    /// What the options of a transfer come to.
    init(resolving arguments: Arguments, preset: Preset, environment: Environment) throws(UsageError) {
        self.init()
        selection = try SelectionOptions(resolving: arguments)
        comparison = try ComparisonOptions(resolving: arguments.comparison, preset: preset)
        writing = try WritingOptions(resolving: arguments.writing, preset: preset, environment: environment)
        deletion = try DeletionOptions(resolving: arguments, preset: preset)
        delivery = try DeliveryOptions(resolving: arguments)
        metadata = try MetadataOptions(resolving: arguments.metadata, umask: environment.umask)
        if let backup = writing.backup, backup.directory == nil { metadata.omitsDirectoryTimes = true }
        run = try RunOptions(resolving: arguments)
    }
}

extension ConnectionCounts {
    /// `--connections`; nil where nothing is said.
    init?(resolving arguments: Arguments) throws(UsageError) {
        guard let option = arguments.running.connections else { return nil }
        self = try option.parsed { (text) throws(ValueError) in try ConnectionCounts(parsing: text) }
    }
}

extension RunOptions {
    fileprivate init(resolving arguments: Arguments) throws(UsageError) {
        self.init()
        dryRun = arguments.running.dryRun
        if let workers = arguments.running.workers { self.workers = try workers.integer(in: 1...256) }
        connections = try ConnectionCounts(resolving: arguments)
        listOnly = arguments.output.listOnly
        let output = try OutputOptions(resolving: arguments, preset: .rsync)
        reportsUnchanged = output.showsUnchanged
        tellsRules = output.debug[.filter] > 0
        // rsync's choice where nothing else is said.
        if output.tellsDigests { reportedDigest = .xxh128 }
    }
}
