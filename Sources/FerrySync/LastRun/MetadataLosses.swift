internal import FerryCore
internal import FerryEndpoints

/// Takes what could not be set of the metadata that entries were to have: to be told, and to be learned from.
struct MetadataLosses: Sendable {
    let tally: Tally
    /// Nil where the destination knows by itself what times it keeps.
    let times: TimeTrials?
    /// Nil where it knows by itself what owners it gives.
    let owners: OwnerTrials?

    /// - Parameters:
    ///   - isOwn: Whether this run made the entry: then the account owns it, and a refusal says something of others.
    ///   - isPresent: Whether it was there and got no content.
    func note(
        _ notSet: MetadataFields, of metadata: Metadata, on kind: EntryKind, isOwn: Bool = false,
        isPresent: Bool = false
    ) {
        tally.notSet(notSet)
        times?.note(kind, metadata, notSet: notSet, isPresent: isPresent)
        if isOwn { owners?.note(metadata, notSet: notSet) }
    }
}
