internal import FerryCore
internal import FerryEndpoints
internal import FerryManifest

/// Decides, before a file is sent, whether it may be: check files wait for the end, data files need one that agrees. On one
/// thread.
final class DeliveryGate {
    private let context: RunContext
    private let late: LateWork
    private let deliveries: Deliveries
    private let notes: DeliveryNotes

    /// Nil where nothing is decided here.
    init?(_ context: RunContext, late: LateWork) {
        guard let deliveries = context.deliveries, !deliveries.options.required.isEmpty else { return nil }
        self.context = context
        self.late = late
        self.deliveries = deliveries
        notes = DeliveryNotes(context: context, names: deliveries.names)
    }

    /// The item as it is to be sent, with what its check files say; nil when it is not sent now.
    func admit(_ item: SourceItem, in directory: DirectoryNode) throws(EndpointError) -> SourceItem? {
        let path = item.entry.path
        if deliveries.names.subject(of: item.originalEntry.path) != nil {
            late.touchLater(directory)
            deliveries.postpone(item)
            return nil
        }
        if item.entry.kind != .file { return item }
        deliveries.withhold(path)
        guard let record = try notes.record(of: item) else {
            context.tell(waiting: item, "it has no check file yet")
            return nil
        }
        return try claimed(item, record)
    }

    /// What the manifest of the source says stays said.
    private func claimed(_ item: SourceItem, _ record: Record) throws(EndpointError) -> SourceItem {
        var item = item
        let claim = ContentClaim(record)
        if let contradiction = claim.contradiction(ofSize: item.entry.size) {
            throw context.refusal(of: item, contradiction)
        }
        item.claim = item.claim?.joined(with: claim) ?? claim
        return item
    }
}

extension RunContext {
    /// An incomplete delivery: told, and an error where that was asked for.
    func tell(waiting item: SourceItem, _ reason: String) {
        tally.waits()
        tally.tell(
            Problem(
                options.delivery.isCompleteRequired ? .error : .warning,
                .incompleteDelivery(item.originalEntry.path, reason)))
    }
}
