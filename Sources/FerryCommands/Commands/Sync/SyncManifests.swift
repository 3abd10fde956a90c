internal import FerryCore
internal import FerryEndpoints
internal import FerryManifest
internal import FerrySync

/// The manifests of a run of `ferry sync`: those that it goes by, read to their ends before it begins, and the one that it
/// makes.
struct SyncManifests {
    let run: RunManifests
    private let names: SyncManifestNames
    private let options: SyncOptions
    private let registry: EndpointRegistry
    private let cancellation: Cancellation
    private let root: [UInt8]
    /// What decided which entries take part.
    private let words: [String]

    init(
        _ line: SyncCommandLine, _ job: SyncJob, _ registry: EndpointRegistry, warn: (String) -> Void
    ) throws(UsageError) {
        names = line.manifests
        options = line.options
        self.registry = registry
        cancellation = job.cancellation
        root = Array(job.destination.location.utf8)
        words = SelectionWords(selection: line.options.selection, filterSteps: line.filterSteps).words
        if let output = names.output {
            do throws(CommandError) {
                try ManifestCommand.requireLocal(output, registry, ManifestCommand.writingRule)
            } catch {
                throw UsageError(error.description, status: .fileIO)
            }
        }
        if names.source != nil, job.sources.count != 1 {
            throw UsageError("'--manifest' needs names that all begin at one directory")
        }
        run = RunManifests(
            source: try Self.read(names.source, job.cancellation, warn),
            destination: try Self.read(names.destination, job.cancellation, warn),
            recording: names.output.map { _ in Recording(line.manifests.algorithms) })
    }

    private static func read(
        _ name: [UInt8]?, _ cancellation: Cancellation, _ warn: (String) -> Void
    ) throws(UsageError) -> (any RecordReader)? {
        guard let name else { return nil }
        do throws(CommandError) {
            let reader = try ManifestCommand.open(name, cancellation)
            let records = try ManifestCommand.about(name) { () throws(ManifestError) in
                try RecordSorter.gathered(reader)
            }
            let shown = DisplayName.escaping(name)
            for warning in reader.warnings { warn("\(shown): line \(warning.line): \(warning.text)") }
            if !reader.isComplete { warn("\(shown): says of itself that it is not complete") }
            return records
        } catch {
            throw UsageError(error.description, status: .fileIO)
        }
    }

    /// The manifest that is about to be replaced, which may lie at the destination.
    var ownFiles: Set<PlacedIdentity> {
        get throws(UsageError) {
            guard let output = names.output, let (directory, file) = output.parentAndName else { return [] }
            let endpoint = try registry.open(Location(local: output), at: directory)
            defer { endpoint.close() }
            return Set([endpoint.identity(of: try? endpoint.entry(at: file))].compactMap(\.self))
        }
    }

    /// Writes the manifest of a run that came to its end; what failed, or waits for its check file, is left out of it, and makes it incomplete.
    func write(_ result: SyncResult) throws(CommandError) {
        guard let recording = run.recording, !options.run.dryRun, result.hasEnded else { return }
        let output = try ManifestOutput(names.output, registry, cancellation)
        let header = NativeHeader(
            algorithms: recording.algorithms, root: root, options: words, created: .now)
        try output.write { (sink) throws(ManifestError) in
            let writer = try NativeWriter(sink, header: header)
            try recording.write(into: writer, isComplete: result.status == .success && result.statistics.waiting == 0)
        }
    }
}
