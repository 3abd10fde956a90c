internal import FerryCore
internal import FerryEndpoints

/// What a file of a reference tree has to be before a link makes it a file of the destination. Size and time alone say that
/// it is the source's: what is said of it, it is read for. On one thread.
struct LinkedContent {
    private let context: RunContext
    private let references: [any Endpoint]
    private let reading: ContentReading

    init(context: RunContext, references: [any Endpoint]) {
        self.context = context
        self.references = references
        reading = ContentReading(cancellation: context.job.cancellation, memory: context.job.contents)
    }

    /// What the run wants to know of the file that would be linked; nil where that is nothing. Throws where it is not what a
    /// manifest says, and `unsupported`, unread, where no link can be.
    func content(of action: Action) throws(EndpointError) -> ContentSummary? {
        let wish = context.wish(for: action.item)
        guard !context.isDryRun, !wish.isEmpty, action.item.entry.kind == .file, let reference = action.reference else {
            return nil
        }
        _ = try context.destination.linkRole(for: action.path)
        context.tally.planned(bytes: reference.entry.size)
        let content = try reading.summary(
            of: reference.entry, on: references[reference.tree], wish.algorithms, countsLines: wish.countsLines
        ) { context.tally.sent(Int64($0)) }
        if content.isRemembered { context.tally.finished() } else { context.tally.described(bytes: content.size) }
        try context.requireClaim(of: action.item, content)
        return content
    }
}
