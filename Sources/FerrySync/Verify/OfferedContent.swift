internal import FerryCore
internal import FerryEndpoints

/// What an endpoint says of its files' content without handing it out: what saves a second transfer.
struct OfferedContent {
    let endpoint: any Endpoint

    /// Whether a file's content has this digest, by what the endpoint has computed; nil where it cannot tell. One that came
    /// with the listing costs nothing. It is believed where it agrees, and looked at again where it does not: in a listing
    /// other things may look like digests.
    func agrees(_ entry: Entry, with digest: Digest) throws(EndpointError) -> Bool? {
        if entry.digest == digest { return true }
        guard let role = endpoint.digests, role.algorithms.contains(digest.algorithm),
            let offered = try role.digest(of: entry, range: nil, by: digest.algorithm), offered.isComputed
        else { return nil }
        return offered.digest == digest
    }

    /// By what the content can be told, without asking for it; nil where reading it is the only way.
    func algorithm(of entry: Entry) -> DigestAlgorithm? {
        if let digest = entry.digest { return digest.algorithm }
        return endpoint.capabilities.listsMetadata ? endpoint.digests?.algorithms.first : nil
    }
}
