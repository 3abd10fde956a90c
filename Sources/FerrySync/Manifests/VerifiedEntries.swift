internal import FerryCore
internal import FerryEndpoints
internal import FerryManifest

/// The entries of a tree as a verification sees them. Problems of the scan are told; what they hide is looked up by name.
final class VerifiedEntries {
    private let job: ManifestJob
    private let context: RunContext
    private let items: SourceItems
    private var hasEnded = false

    init(_ job: ManifestJob, _ context: RunContext) {
        self.job = job
        self.context = context
        items = job.items(context)
    }

    func next() -> Entry? {
        do throws(EndpointError) {
            while !hasEnded, let item = try items.next() {
                switch item {
                case .item(let item): if job.takesPart(item.entry) { return item.entry }
                case .failure(let error, _, _): context.tally.fail(error)
                case .omitted(let entry, let reason): context.tally.tell(Problem(.warning, .skipped(entry, reason)))
                case .absent: break
                }
            }
        } catch {
            context.tally.fail(ending: error)
        }
        if !hasEnded { context.tally.scanEnded() }
        hasEnded = true
        return nil
    }

    /// Whether the filter rules let a record take part that the listing does not have.
    func includes(_ record: Record) -> Bool {
        RecordSelection(filters: job.filters, base: job.place.base, endpoint: job.place.endpoint).includes(record)
    }
}
