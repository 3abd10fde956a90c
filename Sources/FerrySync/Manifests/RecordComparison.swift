internal import FerryCore
internal import FerryEndpoints
internal import FerryManifest

/// Holds one record against what is there, on one thread. Kind and size before any byte.
struct RecordComparison {
    let job: ManifestJob
    let options: VerificationOptions
    let context: RunContext
    private let reading: ContentReading

    init(job: ManifestJob, options: VerificationOptions, context: RunContext) {
        self.job = job
        self.options = options
        self.context = context
        reading = ContentReading(cancellation: job.cancellation, memory: job.memory)
    }

    /// Nil when the run was cancelled meanwhile, or the entry takes no part.
    func compare(_ item: RecordItem) -> RecordFinding? {
        switch item {
        case .extra(let entry): RecordFinding(.extra, path: entry.path, entry: entry)
        case .record(let record, let entry, let reads): compare(record, listed: entry, reads: reads)
        }
    }

    private func compare(_ record: Record, listed: Entry?, reads: Bool) -> RecordFinding? {
        do throws(EndpointError) {
            let found = if let listed { Entry?.some(listed) } else { try lookUp(record.path) }
            guard let entry = found else {
                return record.isOptional ? nil : RecordFinding(.missing, path: record.path, record: record)
            }
            if !job.takesPart(entry) { return nil }
            let isContentUnknown = record.kind == .file && !knowsContent(record, reads: reads)
            let (verdict, content) = try compare(record, entry, reads: reads)
            return RecordFinding(
                verdict, path: record.path, record: record, entry: entry, content: content,
                isContentUnknown: verdict == .same && isContentUnknown)
        } catch {
            if error.code == .cancelled { return nil }
            context.tally.fail(error)
            return RecordFinding(.unreadable, path: record.path, record: record)
        }
    }

    /// A path that leads through something else than directories is one that is not there.
    private func lookUp(_ path: RelativePath) throws(EndpointError) -> Entry? {
        do throws(EndpointError) {
            return try job.place.endpoint.entry(at: path, links: job.selection.links.listingPolicy)
        } catch  where error.code == .notFound {
            return nil
        }
    }

    private func compare(
        _ record: Record, _ entry: Entry, reads: Bool
    ) throws(EndpointError) -> (RecordFinding.Verdict, ContentSummary?) {
        if record.kind != entry.kind { return (.kindDiffers, nil) }
        if let target = record.linkTarget, entry.kind == .symlink, target != entry.linkTarget {
            return (.targetDiffers, nil)
        }
        guard record.kind == .file else { return (.same, nil) }
        if let size = record.size, size != entry.size { return (.sizeDiffers, nil) }
        if options.quick { return (isTimeEqual(record, entry) ? .same : .timeDiffers, nil) }
        guard knowsContent(record, reads: reads) else { return (.same, nil) }
        if let isEqual = try isEqualAsOffered(record, entry) { return (isEqual ? .same : .digestDiffers, nil) }
        let content = try content(of: entry, like: record)
        if !agrees(content, with: record) { return (.digestDiffers, content) }
        return (content.lineCount == record.lineCount ? .same : .linesDiffer, content)
    }

    /// Whether the content of a file is compared once its kind and size are right.
    private func knowsContent(_ record: Record, reads: Bool) -> Bool {
        reads && (!record.digests.isEmpty || record.lineCount != nil)
    }

    private func agrees(_ content: ContentSummary, with record: Record) -> Bool {
        record.digests.allSatisfy { digest in
            content.digests.contains(digest)
                || lookalike(of: digest).map { lookalike in
                    content.digests.contains { $0.algorithm == lookalike && $0.bytes == digest.bytes }
                } ?? false
        }
    }

    /// What a digest might be of as well, by its length.
    private func lookalike(of digest: Digest) -> DigestAlgorithm? {
        options.guessesDigests ? digest.algorithm.lookalike : nil
    }

    /// What is remembered is believed only where it agrees: a difference is told of what is there.
    private func content(of entry: Entry, like record: Record) throws(EndpointError) -> ContentSummary {
        let endpoint = job.place.endpoint
        let algorithms = record.digests.map(\.algorithm) + record.digests.compactMap(lookalike)
        let countsLines = record.lineCount != nil
        if let known = reading.remembered(of: entry, on: endpoint, algorithms, countsLines: countsLines),
            agrees(known, with: record)
        {
            return known
        }
        context.tally.planned(bytes: entry.size)
        defer { context.tally.finished() }
        return try reading.read(entry, on: endpoint, algorithms, countsLines: countsLines) { [context] in
            context.tally.sent(Int64($0))
        }
    }

    /// Whether the content is the record's, by what the endpoint has computed of it; nil where it has to be read.
    private func isEqualAsOffered(_ record: Record, _ entry: Entry) throws(EndpointError) -> Bool? {
        guard record.lineCount == nil, !record.digests.isEmpty else { return nil }
        let offered = OfferedContent(endpoint: job.place.endpoint)
        for digest in record.digests {
            guard let agrees = try offered.agrees(entry, with: digest) else { return nil }
            if !agrees { return lookalike(of: digest) == nil ? false : nil }
        }
        return true
    }

    private func isTimeEqual(_ record: Record, _ entry: Entry) -> Bool {
        guard let expected = record.modified, let present = entry.modified else { return true }
        let precision = job.place.endpoint.capabilities.timePrecision
        return precision == .none || expected.truncated(to: precision) == present.truncated(to: precision)
    }
}

/// What a thread is handed, so that findings come back in order.
enum RecordItem: PooledItem {
    /// A record, with its entry where a listing found it already, and whether its content is to be read.
    case record(Record, Entry?, reads: Bool)
    /// An entry without a record.
    case extra(Entry)

    var weight: Int64 {
        guard case .record(let record, let entry, reads: true) = self else { return 0 }
        return entry?.size ?? record.size ?? 64 << 10
    }
}
