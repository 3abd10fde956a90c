internal import FerryCore
internal import FerryEndpoints
internal import FerryManifest
internal import FerrySync

extension ManifestCommand {
    /// `manifest create [LOCATION]`
    func create() throws(CommandError) -> Int32 {
        if line.format == .bagit { return try createBag() }
        let operand = line.operands.first ?? [UInt8(ascii: ".")]
        let dialect = line.format ?? .native
        let algorithms = try self.algorithms(for: dialect)
        let earlier = line.output.flatMap(Self.identity)
        let output = try ManifestOutput(line.output, context.registry, context.cancellation)
        let leftOut = Set([earlier, output.file.identity].compactMap { $0 })
        let (job, place) = try job(operand, leavingOut: leftOut)
        defer { place.endpoint.close() }
        let contents = ManifestCreation.Contents(
            algorithms: algorithms, countsLines: line.countsLines,
            kinds: Set(EntryKind.allCases.filter(dialect.describes)), publishesSignatures: line.publishesSignatures)
        let header = NativeHeader(
            algorithms: algorithms, root: Array(place.endpoint.location.utf8), options: describedOptions, created: .now)
        let reporter = CreationReporter(line.text, console: context.console)
        reporter.begin()
        var status = ExitStatus.success
        try output.write { (sink) throws(ManifestError) in
            let writer = try dialect.writer(to: sink, header: header)
            let result = try ManifestCreation(job, contents: contents, observer: reporter).run(into: writer)
            reporter.end()
            status = result.status
            if status == .signal { throw .reading(Interruption()) }
        }
        return status.rawValue
    }

    /// What the dialect writes by itself, or what was asked for, if its files can hold that.
    func algorithms(for dialect: Dialect) throws(CommandError) -> [DigestAlgorithm] {
        guard let asked = line.algorithms else { return dialect.usualAlgorithms }
        if let possible = dialect.possibleAlgorithms, let first = asked.first(where: { !possible.contains($0) }) {
            throw CommandError("a file of the kind '\(dialect)' cannot hold \(first.rawValue) digests")
        }
        return asked
    }

    private var describedOptions: [String] {
        (line.countsLines ? ["--records"] : [])
            + SelectionWords(selection: line.selection, filterSteps: line.filterSteps).words
    }
}

/// Tells of problems while a manifest is made, and shows a live line on a terminal.
final class CreationReporter: SyncObserver {
    private let console: Console
    private let live: LiveLine?

    init(_ output: OutputOptions, console: Console) {
        self.console = console
        live = console.isInteractive && !output.isQuiet ? LiveLine(console: console, numbers: output.numbers) : nil
    }

    func begin() { live?.begin() }

    func observe(_ event: SyncEvent) {
        switch event {
        case .item, .detail: break
        case .problem(let problem):
            if problem.severity > .note { console.printError("ferry: \(ProblemText(.sync).sentence(problem))") }
        case .progress(let progress): live?.update(progress)
        }
    }

    func end() { live?.end() }
}
