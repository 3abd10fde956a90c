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

    /// Whether the filter rules let a record take part that the listing does not have. Rules of directories that are not
    /// there cannot speak.
    func includes(_ record: Record) -> Bool {
        if job.filters.isEmpty { return true }
        var selection: any Selection = FilterSelection(
            scope: FilterScope(job.filters, side: .sender, base: job.place.base), endpoint: job.place.endpoint)
        var path = RelativePath.root
        let components = record.path.components
        for (index, component) in components.enumerated() {
            if let inside = try? selection.entering(path) { selection = inside }
            path = path.appending(name: component)
            let isDirectory = index < components.count - 1 || record.kind == .directory
            if !selection.includes(path, isDirectory: isDirectory) { return false }
        }
        return true
    }
}
