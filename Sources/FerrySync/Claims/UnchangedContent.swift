internal import FerryCore
internal import FerryEndpoints

/// Records what the destination has already in the manifest that a run makes, and finds where check files are missing: digests
/// from an earlier manifest or an earlier read, else files are read. On one thread.
final class UnchangedContent {
    private let context: RunContext
    private let late: LateWork
    private let recording: Recording?
    private let reading: ContentReading

    /// Nil where neither a manifest nor check files are made.
    init?(_ context: RunContext, late: LateWork) {
        guard context.describesUnchangedFiles else { return nil }
        recording = context.manifests.recording
        self.context = context
        self.late = late
        reading = ContentReading(cancellation: context.job.cancellation, memory: context.job.contents)
    }

    /// `content` is what was found out already. Returns what is known of it now.
    func record(
        _ action: Action, _ content: ContentSummary?, in directory: DirectoryNode
    ) throws(EndpointError) -> ContentSummary? {
        let item = action.item
        guard item.entry.kind == .file else {
            recording?.add(item.entry, content)
            return content
        }
        let lacksCheckFile = try context.lacksCheckFile(item)
        var wanted = recording?.algorithms ?? []
        if lacksCheckFile, let written = context.options.delivery.written, !wanted.contains(written) {
            wanted.append(written)
        }
        var content = content
        if content == nil && !wanted.isEmpty {
            content = try self.content(of: item, at: action.destination, wanted)
        }
        recording?.add(item.entry, content)
        if lacksCheckFile, let content { context.writeCheckFileLater(content, beside: item, in: directory, late) }
        return content
    }

    private func content(
        of item: SourceItem, at present: Entry?, _ algorithms: [DigestAlgorithm]
    ) throws(EndpointError) -> ContentSummary {
        let precision = context.destination.capabilities.timePrecision
        if let present, let known = item.known, known.isAbout(present, precision: precision),
            let content = known.content(algorithms)
        {
            return content
        }
        let (endpoint, entry) = cheaperSide(item, present)
        context.tally.planned(bytes: entry.size)
        let content = try reading.summary(of: entry, on: endpoint, algorithms, countsLines: false) {
            context.tally.sent(Int64($0))
        }
        if content.isRemembered { context.tally.finished() } else { context.tally.described(bytes: content.size) }
        return content
    }

    /// What is said is said of the destination, so that is read, unless it costs more.
    private func cheaperSide(_ item: SourceItem, _ present: Entry?) -> (any Endpoint, Entry) {
        guard let present, context.destination.capabilities.cheapLookups else { return context.origin(of: item) }
        return (context.destination, present)
    }
}
