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
        let state = try context.checkFileState(item)
        var content = content
        if content == nil { content = try self.content(of: item, at: action.destination, for: state) }
        recording?.add(item.entry, content)
        guard let content else { return nil }
        switch state {
        case .notOurs: break
        case .missing: context.writeCheckFileLater(content, beside: item, in: directory, late)
        case .right(let file): recordCheckFile(file, content, beside: item)
        case .unconfirmed(let file):
            if try context.isRight(file, content, beside: item) {
                recordCheckFile(file, content, beside: item)
            } else {
                context.writeCheckFileLater(content, beside: item, in: directory, late)
            }
        }
        return content
    }

    private func recordCheckFile(_ file: Entry, _ content: ContentSummary, beside item: SourceItem) {
        if let text = context.checkFileText(content, beside: item) { recording?.add(file, text) }
    }

    /// Nil where nothing is to be said, or nothing but a long read could say it.
    private func content(
        of item: SourceItem, at present: Entry?, for checkFile: RunContext.CheckFileState
    ) throws(EndpointError) -> ContentSummary? {
        var wanted = recording?.algorithms ?? []
        let isDescribed = !wanted.isEmpty
        if case .notOurs = checkFile { return isDescribed ? try content(of: item, at: present, wanted) : nil }
        if let written = context.options.delivery.written, !wanted.contains(written) { wanted.append(written) }
        switch checkFile {
        case .right where !isDescribed: return nil
        case .unconfirmed(let file) where !isDescribed && !isReadToConfirm(file, item):
            return known(item, at: present, wanted)
        default: return try content(of: item, at: present, wanted)
        }
    }

    /// Whether a check file that is there is worth reading its data: one of another length is wrong for certain, and where
    /// reading is cheap and the outcome remembered, it happens once.
    private func isReadToConfirm(_ file: Entry, _ item: SourceItem) -> Bool {
        guard let algorithm = context.options.delivery.written else { return false }
        let length = RunContext.checkFileText(.unknown(algorithm), item.entry.path).count
        return file.size != Int64(length)
            || (context.destination.capabilities.cheapLookups && context.writtenCheckFiles != nil)
    }

    /// What earlier reads, or a manifest, tell of a file that both sides have.
    private func known(_ item: SourceItem, at present: Entry?, _ algorithms: [DigestAlgorithm]) -> ContentSummary? {
        let precision = context.destination.capabilities.timePrecision
        if let present, let known = item.known, known.isAbout(present, precision: precision),
            let content = known.content(algorithms)
        {
            return content
        }
        let origin = context.origin(of: item)
        return present.flatMap {
            reading.remembered(of: $0, on: context.destination, algorithms, countsLines: false)
        } ?? reading.remembered(of: origin.entry, on: origin.endpoint, algorithms, countsLines: false)
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
