internal import FerryCore
internal import FerryEndpoints

/// Takes what could not be set of the metadata that entries were to have: to be told, and to be learned from.
struct MetadataLosses: Sendable {
    let tally: Tally
    let destination: any Endpoint
    /// Nil where the destination knows by itself what times it keeps.
    let times: TimeTrials?
    /// Nil where it knows by itself what owners it gives.
    let owners: OwnerTrials?

    /// - Parameters:
    ///   - isOwn: Whether this run made the entry: then the account owns it, and a refusal says something of others.
    ///   - isPresent: Whether it was there and got no content.
    /// - Returns: What was refused although the destination keeps it, which is an error of this entry.
    @discardableResult
    func note(
        _ notSet: MetadataFields, of metadata: Metadata, on kind: EntryKind, at path: RelativePath, isOwn: Bool = false,
        isPresent: Bool = false
    ) -> MetadataFields {
        times?.note(kind, metadata, notSet: notSet, isPresent: isPresent)
        if isOwn { owners?.note(metadata, notSet: notSet) }
        let refused = isOwn || kind == .symlink ? [] : refusals(in: notSet)
        tally.notSet(notSet.subtracting(refused))
        if !refused.isEmpty {
            tally.fail(
                EndpointError(
                    .permissionDenied, .setMetadata, path: path, location: destination.location,
                    reason: "it belongs to another account, which alone may set \(refused.words)"))
        }
        return refused
    }

    /// Owners that cannot be given are what everybody but the super-user knows.
    private func refusals(in notSet: MetadataFields) -> MetadataFields {
        let capabilities = destination.capabilities
        if notSet.isEmpty || !capabilities.refusesOthersOnly { return [] }
        return notSet.intersection(capabilities.metadataKept).intersection([.permissions, .modified])
    }
}

extension MetadataFields {
    fileprivate var words: String {
        switch (contains(.permissions), contains(.modified)) {
        case (true, true): "its permissions and times"
        case (true, false): "its permissions"
        default: "its times"
        }
    }
}
