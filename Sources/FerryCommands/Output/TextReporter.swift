internal import FerryCore
public import FerrySync

/// Lines for people: rsync's under `ferry rsync`, and under `ferry sync` the same lines where they are asked for, a live
/// line on a terminal, and a closing summary.
public final class TextReporter: RunReporter {
    private let run: RunDescription
    private let console: Console
    private let items: ItemLines
    private let details: DetailLines
    private let log: LogFile?
    private let logItems: ItemLines?
    private let progress: (any ProgressDisplay)?

    public init(_ run: RunDescription, console: Console) throws(UsageError) {
        self.run = run
        self.console = console
        let output = run.output
        let keepsGroups = run.options.metadata.group
        items = ItemLines(
            format: output.format.map {
                ItemFormat(
                    $0, names: output.names, keepsGroups: keepsGroups, roots: run.roots, direction: run.direction)
            }, info: output.info, itemize: output.itemize, names: output.names)
        details = DetailLines(output)
        log = try output.log.map { (log) throws(UsageError) in try LogFile(appendingTo: log.path) }
        logItems = output.log.map {
            let names = NameText(keepsHighBytes: true)
            return ItemLines(
                format: ItemFormat(
                    $0.format, names: names, keepsGroups: keepsGroups, roots: run.roots, direction: run.direction),
                info: output.info, itemize: output.itemize, names: names,
                showsUnchanged: output.tellsChanges && output.showsUnchanged)
        }
        progress = run.progressDisplay(on: console)
    }

    public func begin() {
        log?.write("building file list")
        if let header = run.header { say(Array(header.utf8)) }
        if let line = run.deltaLine { sayAndLog(Array(line.utf8)) }
        progress?.begin()
    }

    public func madeDestination(_ path: [UInt8], count: Int?) {
        guard run.output.info[.name] > 0 || run.output.format?.contains(.itemizedChanges) == true else { return }
        let words = count.map { "created \($0) director\($0 == 1 ? "y" : "ies") for " } ?? "created directory "
        sayAndLog(Array(words.utf8) + run.output.names.bytes(path))
    }

    public func observe(_ event: SyncEvent) {
        switch event {
        case .item(let item): tell(item)
        case .problem(let problem): tell(problem)
        case .detail(let detail): if let line = details.line(for: detail) { sayAndLog(line) }
        case .progress(let progress): tell(progress)
        }
    }

    /// Every line is out at once, since the next one comes a second later.
    private func tell(_ progress: Progress) {
        guard let partial = self.progress?.update(progress), !run.output.allToStandardError else { return }
        var text = partial.text
        if partial.isFirst, let line = items.line(for: partial.item) { text = line + [UInt8(ascii: "\n")] + text }
        console.write(text)
        console.flush()
    }

    private func tell(_ item: ItemReport) {
        if run.options.run.listOnly {
            // As with rsync, where symlinks take no part their targets are not told.
            let showsTarget = run.output.preset == .sync || run.options.selection.links.keep
            return console.print(ListLine(run.output).line(for: item.entry, showsTarget: showsTarget))
        }
        let trailer = progress?.trailer(for: item)
        if let trailer, trailer.wasNamed {
            console.write(trailer.text)
        } else if let line = items.line(for: item) {
            say(line, followedBy: trailer?.text ?? [])
        }
        if let log, let line = logItems?.line(for: item) { log.write(line) }
    }

    private func tell(_ problem: Problem) {
        if case .skipped(let entry, let reason) = problem.kind, problem.severity == .note || run.output.preset == .rsync
        {
            if let line = items.line(for: ItemReport(action: .skip, entry: entry, reason: reason)) { say(line) }
            return
        }
        let sentence = ProblemText(run.output.preset).sentence(problem)
        if run.output.preset == .rsync, problem.isInformationInRsync {
            return sayAndLog(Array(sentence.utf8))
        }
        if problem.severity == .note, run.output.info[.misc] == 0 { return }
        let isPlain = run.output.preset == .rsync && problem.isPlainInRsync
        let line = isPlain ? sentence : "\(run.program): \(sentence)"
        console.printError(line)
        log?.write(line)
    }

    private func sayAndLog(_ line: [UInt8]) {
        say(line)
        log?.write(line)
    }

    /// A line that is no complaint.
    private func say(_ line: [UInt8], followedBy trailer: [UInt8] = []) {
        if run.output.isQuiet { return }
        if run.output.allToStandardError { return console.printError(line) }
        let before = progress?.interruption() ?? []
        if before.isEmpty && trailer.isEmpty { return console.print(line) }
        console.write(before + line + [UInt8(ascii: "\n")] + trailer)
    }

    public func finish(_ result: SyncResult) {
        progress?.end()
        let lines = run.closingLines(result.statistics, isInteractive: console.isInteractive)
        for line in lines { say(Array(line.utf8)) }
        if let log { close(log, result, run.output.preset == .rsync ? lines : []) }
        console.flush()
        if run.output.preset == .rsync, let line = ExitLine.text(for: result.status) { console.printError(line) }
    }

    /// - Parameter lines: What else the run was closed with.
    private func close(_ log: LogFile, _ result: SyncResult, _ lines: [String]) {
        for line in lines where !line.isEmpty { log.write(line) }
        if run.output.preset == .sync || run.output.info[.stats] == 0 {
            let summary = RsyncSummary(result.statistics, numbers: .plain, dryRun: run.options.run.dryRun)
            log.write(summary.logLine)
        }
        if let line = ExitLine.text(for: result.status) { log.write(line) }
    }
}

extension Problem {
    /// Whether rsync says it on standard output.
    fileprivate var isInformationInRsync: Bool {
        switch kind {
        case .directoryNotEmpty, .deletionSkipped: true
        default: false
        }
    }

    /// Whether rsync says it without its name in front.
    fileprivate var isPlainInRsync: Bool {
        switch kind {
        case .deletionLimit: true
        case .endpoint: severity == .vanished
        default: false
        }
    }
}
