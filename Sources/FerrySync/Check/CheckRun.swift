internal import FerryCore
internal import FerryEndpoints

/// One comparison from beginning to end: the scan and the merge of a run of `sync`, with findings where that has
/// actions. Changes nothing.
///
/// The calling thread scans and compares listings; where content is compared, a few threads of their own read.
public final class CheckRun {
    private let job: CheckJob
    private let context: RunContext
    private let comparison: EntryComparison
    private let counter: CheckCounter
    private let pool: WorkerPool<ContentCheck>
    /// Below these directories one side is unknown, so that nothing there is missing or extra.
    private var unknownFirst: RelativePath?
    private var unknownSecond: RelativePath?

    public init(_ job: CheckJob, observer: any FindingObserver<Finding>) {
        self.job = job
        let context = RunContext(job: job.scanJob, observer: FindingEvents(observer: observer))
        let counter = CheckCounter(observer: observer, reportsSame: job.options.reportsSame)
        self.context = context
        self.counter = counter
        let precisions = [job.first, job.second].map(\.endpoint.capabilities.timePrecision)
        comparison = EntryComparison(options: job.options, precision: precisions[0].coarser(precisions[1]))
        pool = WorkerPool(workers: job.options.workers ?? context.workers) { [comparison] in
            ContentChecker(context: context, job: job, counter: counter, entries: comparison).perform
        }
    }

    public func run() -> CheckResult {
        do throws(EndpointError) {
            try job.first.path.isRoot ? checkTrees() : checkNamed()
        } catch {
            context.tally.fail(ending: error)
        }
        pool.finish()
        let untimed = counter.timesNotCompared
        if untimed > 0 { context.tally.tell(Problem(.warning, .timesUnknown(count: untimed))) }
        let result = context.tally.result(isCancelled: job.cancellation.isCancelled)
        return CheckResult(
            counter.total(errors: result.statistics.errors), isInterrupted: result.status == .signal)
    }

    /// Two single entries, which may have different names.
    private func checkNamed() throws(EndpointError) {
        guard let first = try entry(of: job.first), let second = try entry(of: job.second) else { return }
        context.tally.scanned(first)
        handle(first, second)
        context.tally.scanEnded()
    }

    private func entry(of side: CheckSide) throws(EndpointError) -> Entry? {
        if let entry = try side.endpoint.entry(at: side.path, links: .followAll) { return entry }
        throw EndpointError(.notFound, .look, path: side.path, location: side.endpoint.location)
    }

    private func checkTrees() throws(EndpointError) {
        let sync = context.job.sources[0]
        let options = context.options.selection
        let scan = SourceScan([sync], options: options, selections: [selection(of: job.first)])
        let pairs = try MergedPairs(
            SourceItems(scan, context: context), destination: job.second.endpoint,
            request: ListingRequest(
                selection: selection(of: job.second), links: options.links.listingPolicy,
                oneFileSystem: options.oneFileSystem))
        while !job.cancellation.isCancelled, let item = try pairs.next() { handle(item) }
        context.tally.scanEnded()
    }

    private func selection(of side: CheckSide) -> any Selection {
        FilterSelection(
            scope: FilterScope(job.filters, side: .sender, base: side.base), endpoint: side.endpoint)
    }

    // MARK: Names

    private func handle(_ item: PairItem) {
        switch item {
        case .pair(let pair): handle(pair)
        case .sourceFailure(let error, let path, let subtree):
            if subtree, error.code != .nameNotAllowed { unknownFirst = path }
            context.tally.fail(error)
        case .omitted(let entry, let reason): context.tally.tell(Problem(.warning, .skipped(entry, reason)))
        case .absent: break
        case .destinationFailure(let error, let path):
            // One line for a directory that cannot be read, not one for each name in it.
            if let path {
                if let unknownSecond, path.isInside(unknownSecond) { return }
                if error.operation == .list { unknownSecond = path }
            }
            context.tally.fail(error)
        }
    }

    private func handle(_ pair: Pair) {
        switch (pair.source?.entry, pair.destination) {
        case (let first?, let second?): handle(first, second)
        case (let first?, nil):
            if takesPart(first), !isInside(unknownSecond, first.path) { counter.found(Finding(missing: first)) }
        case (nil, let second?):
            if takesPart(second), !isInside(unknownFirst, second.path) { counter.found(Finding(extra: second)) }
        case (nil, nil): break
        }
    }

    private func handle(_ first: Entry, _ second: Entry) {
        guard takesPart(first) else { return }
        if needsLook(first, second) {
            context.tally.planned(bytes: first.size)
            return pool.submit(ContentCheck(first: first, second: second, aspects: [], needsLook: true))
        }
        switch comparison.compare(first, second) {
        case .aspects(let aspects):
            if comparison.lacksTimes(first, second) { counter.couldNotCompareTimes() }
            counter.found(Finding(first, second, aspects: aspects))
        case .needsContent(let aspects):
            context.tally.planned(bytes: first.size)
            pool.submit(ContentCheck(first: first, second: second, aspects: aspects))
        }
    }

    /// Whether metadata is to be compared that the listing of one side left out. Where the sizes differ, that is enough.
    private func needsLook(_ first: Entry, _ second: Entry) -> Bool {
        guard comparison.needsMetadata, first.kind == .file, second.kind == .file, first.size == second.size else {
            return false
        }
        return CloserLook.tellsMore(of: first, at: job.first.endpoint)
            || CloserLook.tellsMore(of: second, at: job.second.endpoint)
    }

    private func takesPart(_ entry: Entry) -> Bool {
        guard entry.kind == .file else { return true }
        let limits = job.options.selection
        return entry.size >= limits.minimumSize ?? 0 && entry.size <= limits.maximumSize ?? .max
    }

    private func isInside(_ directory: RelativePath?, _ path: RelativePath) -> Bool {
        directory.map { path.isInside($0) } ?? false
    }
}

extension CheckJob {
    /// What the scan of the first side goes by.
    fileprivate var scanJob: SyncJob {
        var sync = SyncOptions()
        sync.selection = options.selection
        let source = SyncSource(endpoint: first.endpoint, path: first.path, base: first.base)
        return SyncJob(
            sources: [source], destination: second.endpoint, options: sync, filters: filters,
            cancellation: cancellation)
    }
}
