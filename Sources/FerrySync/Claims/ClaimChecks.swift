internal import FerryCore
internal import FerryEndpoints

extension RunContext {
    /// The error of a file that is not what a manifest says.
    func refusal(of item: SourceItem, _ contradiction: String) -> EndpointError {
        let origin = origin(of: item)
        return EndpointError(
            .corrupted, .read, path: origin.entry.path, location: origin.endpoint.location, reason: contradiction)
    }

    /// Where a manifest says another kind, another target of a link or another size, nothing needs to be read to refuse it.
    func requireClaim(ofUnread item: SourceItem) throws(EndpointError) {
        guard let contradiction = item.claim?.contradiction(of: item.entry) else { return }
        throw refusal(of: item, contradiction)
    }

    /// Throws where content that was read whole is not what a manifest says of the file.
    func requireClaim(of item: SourceItem, _ content: ContentSummary) throws(EndpointError) {
        guard let claim = item.claim else { return }
        if let contradiction = claim.contradiction(of: content) { throw refusal(of: item, contradiction) }
        if !claim.digests.isEmpty { tally.agreed() }
    }
}
