internal import FerryCore
internal import FerryEndpoints
public import FerryManifest

/// Holds a tree against a manifest. Changes nothing.
///
/// Where only what the manifest names matters and looking a name up costs little, names are looked up by the threads that
/// read. Otherwise the tree is listed, and both, in canonical order, are merged.
public final class ManifestVerification {
    private let job: ManifestJob
    private let options: VerificationOptions
    private let observer: any FindingObserver<RecordFinding>
    private let context: RunContext
    private var result = VerificationResult()
    private var generator = SystemRandomNumberGenerator()

    public init(_ job: ManifestJob, options: VerificationOptions, observer: any FindingObserver<RecordFinding>) {
        self.job = job
        self.options = options
        self.observer = observer
        context = job.context(observer: FindingEvents(observer: observer))
    }

    /// Reads the manifest to its end; throws what is wrong with it. What was found before that has been told.
    /// - Parameter again: How it is opened once more, see `RecordSorter.ordered`.
    public func run(
        _ manifest: any RecordReader, again: ManifestOpening.Again? = nil
    ) throws(ManifestError) -> VerificationResult {
        let pool = OrderedPool<RecordItem, RecordFinding?>(
            workers: job.workers, waits: !job.place.endpoint.capabilities.cheapReads,
            makeWorker: { [job, options, context] in
                RecordComparison(job: job, options: options, context: context).compare
            },
            consume: { [unowned self] findings in
                for case let finding? in findings { tell(finding) }
            })
        defer { pool.finish() }
        let records = try RecordSorter.ordered(manifest, again: again)
        if options.exact || !job.filters.isEmpty || !job.place.endpoint.capabilities.cheapLookups {
            try merge(records, pool)
        } else {
            while !job.cancellation.isCancelled, let record = try records.next() { submit(record, nil, pool) }
        }
        pool.finish()
        job.memory?.flush()
        result.isManifestComplete = records.isComplete
        result.warnings = records.warnings
        let outcome = context.tally.result(isCancelled: job.cancellation.isCancelled)
        result.isInterrupted = outcome.status == .signal
        result.errors = outcome.statistics.errors - result[.unreadable]
        return result
    }

    private func submit(_ record: Record, _ entry: Entry?, _ pool: OrderedPool<RecordItem, RecordFinding?>) {
        guard record.path.isInside(job.place.path) else { return }
        result.isEmpty = false
        let reads = options.sample >= 100 || Double.random(in: 0..<100, using: &generator) < options.sample
        pool.submit(.record(record, entry, reads: reads && !options.quick))
    }

    private func merge(
        _ records: any RecordReader, _ pool: OrderedPool<RecordItem, RecordFinding?>
    ) throws(ManifestError) {
        let entries = VerifiedEntries(job, context)
        var changes = KindChanges()
        var record = try records.next()
        var entry = entries.next()
        while !job.cancellation.isCancelled, record != nil || entry != nil {
            let order = Self.order(record, entry)
            if let path = order > 0 ? entry?.path : record?.path {
                for extra in changes.advance(to: path) { pool.submit(.extra(extra)) }
            }
            if order > 0, let found = entry {
                // A directory that a list names by what lies in it has a record as good as its own.
                let isImplied = found.isDirectory && record?.path.isInside(found.path) == true
                if !isImplied, mayBeExtra(found, records.dialect), changes.isExtra(found) { pool.submit(.extra(found)) }
            } else if let wanted = record, order == 0 || entries.includes(wanted) {
                submit(wanted, order == 0 ? entry : changes.add(wanted), pool)
            }
            if order <= 0 { record = try records.next() }
            if order >= 0 { entry = entries.next() }
        }
        for extra in changes.finish() { pool.submit(.extra(extra)) }
    }

    /// Whether an entry without a record is one that must not be there.
    private func mayBeExtra(_ entry: Entry, _ dialect: Dialect) -> Bool {
        options.exact && entry.path.isInside(options.exactBelow) && dialect.describes(entry.kind)
            && !SignaturePublishing.isSignature(entry, on: job.place.endpoint)
    }

    private static func order(_ record: Record?, _ entry: Entry?) -> Int {
        guard let record else { return 1 }
        guard let entry else { return -1 }
        return CanonicalOrder.compare(
            record.path, isDirectory: record.kind == .directory, entry.path, isDirectory: entry.isDirectory)
    }

    private func tell(_ finding: RecordFinding) {
        result.counts[finding.verdict, default: 0] += 1
        if finding.isContentUnknown { result.filesLookedAt += 1 }
        if let content = finding.content {
            if content.isRemembered {
                result.filesRemembered += 1
            } else {
                result.filesRead += 1
                result.bytesRead += content.size
            }
        }
        observer.observe(.finding(finding))
    }
}
