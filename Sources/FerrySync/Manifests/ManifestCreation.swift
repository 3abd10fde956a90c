public import FerryCore
internal import FerryEndpoints
public import FerryManifest

/// Describes a tree in a manifest: one scan, files read by several threads, records in canonical order.
public final class ManifestCreation {
    private let job: ManifestJob
    private let contents: Contents
    private let context: RunContext
    /// Whether every entry that was to be described is, as far as one was met.
    private var describesAll = true

    /// What is found out about each file.
    public struct Contents: Sendable {
        public var algorithms: [DigestAlgorithm]
        public var countsLines: Bool
        /// The kinds of entries that get a record.
        public var kinds: Set<EntryKind>
        /// Gets the content of each file in the same read.
        public var taker: (any ContentTaker)?
        /// Whether signatures are kept up to date beside the files.
        public var publishesSignatures: Bool

        public init(
            algorithms: [DigestAlgorithm], countsLines: Bool = false, kinds: Set<EntryKind>,
            taker: (any ContentTaker)? = nil, publishesSignatures: Bool = false
        ) {
            self.algorithms = algorithms
            self.countsLines = countsLines
            self.kinds = kinds
            self.taker = taker
            self.publishesSignatures = publishesSignatures
        }
    }

    public init(_ job: ManifestJob, contents: Contents, observer: any SyncObserver) {
        self.job = job
        self.contents = contents
        context = job.context(observer: observer)
    }

    /// Writes all records, and ends the manifest. Entries that could not be looked at or read are told of, left out, and
    /// make it incomplete. Throws what the writer threw; the manifest is then not whole.
    public func run(into writer: any RecordWriter) throws(ManifestError) -> SyncResult {
        var failure: ManifestError?
        let pool = OrderedPool<DescribedEntry, Record?>(
            workers: job.workers, waits: !job.place.endpoint.capabilities.cheapReads,
            makeWorker: { [job, contents, context] in
                let reading = ContentReading(cancellation: job.cancellation, memory: job.memory)
                return { Self.describe($0.entry, contents, reading, context) }
            },
            consume: { [unowned self] records in
                if records.contains(where: { $0 == nil }) { describesAll = false }
                do throws(ManifestError) {
                    for case let record? in records where failure == nil { try writer.append(record) }
                } catch {
                    failure = error
                }
            })
        scan { [context] entry in
            if entry.kind == .file { context.tally.planned(bytes: entry.size) }
            pool.submit(DescribedEntry(entry: entry))
            return failure == nil
        }
        pool.finish()
        job.memory?.flush()
        if let failure { throw failure }
        let result = context.tally.result(isCancelled: job.cancellation.isCancelled)
        // What went wrong beside the entries, such as a signature that could not be written, is told and no more.
        try writer.finish(isComplete: result.status == .success || (result.status == .partial && describesAll))
        return result
    }

    /// Passes on the entries that get a record, until `body` has had enough.
    private func scan(_ body: (Entry) -> Bool) {
        let items = job.items(context)
        do throws(EndpointError) {
            while !job.cancellation.isCancelled, let item = try items.next() {
                switch item {
                case .item(let item):
                    guard contents.kinds.contains(item.entry.kind), job.takesPart(item.entry),
                        !SignaturePublishing.isSignature(item.entry, on: job.place.endpoint)
                    else { continue }
                    if !body(item.entry) { return }
                case .failure(let error, _, _):
                    describesAll = false
                    context.tally.fail(error)
                case .omitted(let entry, let reason): context.tally.tell(Problem(.warning, .skipped(entry, reason)))
                case .absent: break
                }
            }
        } catch {
            describesAll = false
            context.tally.fail(ending: error)
        }
        context.tally.scanEnded()
    }

    /// Nil when the content could not be read.
    private static func describe(
        _ entry: Entry, _ contents: Contents, _ reading: ContentReading, _ context: RunContext
    ) -> Record? {
        var record = Record(entry)
        if entry.kind != .file { return record }
        do throws(EndpointError) {
            let summary = try summary(of: entry, contents, reading, context)
            record.digests = summary.digests
            record.lineCount = summary.lineCount
            context.tally.finished()
            return record
        } catch {
            if error.code != .cancelled { context.tally.fail(error) }
            return nil
        }
    }

    private static func summary(
        of entry: Entry, _ contents: Contents, _ reading: ContentReading, _ context: RunContext
    ) throws(EndpointError) -> ContentSummary {
        let endpoint = context.job.destination
        let progress = { (count: Int) in context.tally.sent(Int64(count)) }
        if contents.publishesSignatures {
            return try reading.publishing(of: entry, on: endpoint, contents, context.tally, progress: progress)
        }
        let taking = try contents.taker?.begin(entry)
        let summary = try reading.summary(
            of: entry, on: endpoint, contents.algorithms, countsLines: contents.countsLines, taking: taking,
            progress: progress)
        try taking?.finish(summary)
        return summary
    }
}

/// An entry that gets a record.
private struct DescribedEntry: PooledItem {
    let entry: Entry

    var weight: Int64 { entry.kind == .file ? entry.size : 0 }
}
