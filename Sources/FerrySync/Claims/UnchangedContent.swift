internal import FerryCore
internal import FerryEndpoints

/// Records what the destination has already in the manifest that a run makes: digests from an earlier manifest or an
/// earlier read, else files are read. On one thread.
final class UnchangedContent {
    private let context: RunContext
    private let recording: Recording
    private let reading: ContentReading

    /// Nil where no manifest is made.
    init?(_ context: RunContext) {
        guard let recording = context.manifests.recording else { return nil }
        self.context = context
        self.recording = recording
        reading = ContentReading(cancellation: context.job.cancellation, memory: context.job.contents)
    }

    /// `content` is what was found out already. Returns what the manifest says of it now.
    func record(_ action: Action, _ content: ContentSummary?) throws(EndpointError) -> ContentSummary? {
        let entry = action.item.entry
        var content = content
        if entry.kind == .file && content == nil {
            content = try self.content(of: action.item, at: action.destination)
        }
        recording.add(entry, content)
        return content
    }

    private func content(of item: SourceItem, at present: Entry?) throws(EndpointError) -> ContentSummary {
        let precision = context.destination.capabilities.timePrecision
        if let present, let known = item.known, known.isAbout(present, precision: precision),
            let content = known.content(recording.algorithms)
        {
            return content
        }
        let (endpoint, entry) = cheaperSide(item, present)
        context.tally.planned(bytes: entry.size)
        let content = try reading.summary(of: entry, on: endpoint, recording.algorithms, countsLines: false) {
            context.tally.sent(Int64($0))
        }
        if content.isRemembered { context.tally.finished() } else { context.tally.described(bytes: content.size) }
        return content
    }

    /// Both hold the same: the one that costs no network is read, the source where that says nothing.
    private func cheaperSide(_ item: SourceItem, _ present: Entry?) -> (any Endpoint, Entry) {
        let origin = context.origin(of: item)
        guard let present, !origin.endpoint.capabilities.cheapLookups, context.destination.capabilities.cheapLookups
        else { return origin }
        return (context.destination, present)
    }
}
