internal import FerryCore
internal import FerryEndpoints

/// Takes what could not be set of the metadata that entries were to have: to be told, and to be learned from.
struct MetadataLosses: Sendable {
    let tally: Tally
    /// Nil where the destination knows by itself what times it keeps.
    let trials: TimeTrials?

    func note(_ notSet: MetadataFields, of metadata: Metadata, on kind: EntryKind) {
        tally.notSet(notSet)
        trials?.note(kind, metadata, notSet: notSet)
    }
}
