internal import FerryCore
internal import FerryEndpoints

/// Removes all that is in a directory, the deepest first.
struct TreeRemoval {
    let endpoint: any Endpoint
    let isDryRun: Bool
    /// Told of each entry when it is gone, or would be.
    let tell: (Entry) -> Void

    func removeContent(of directory: RelativePath) throws(EndpointError) {
        let spool = try spooledContent(of: directory)
        var failure: EndpointError?
        spool.forEachReversed { record in
            guard failure == nil else { return }
            let entry = DeletionRecord.entry(record)
            do throws(EndpointError) {
                if !isDryRun { try endpoint.remove(entry.path, kind: entry.kind) }
                tell(entry)
            } catch {
                failure = error
            }
        }
        if let failure { throw failure }
    }

    private func spooledContent(of directory: RelativePath) throws(EndpointError) -> RecordSpool {
        let spool = RecordSpool()
        let listing = try endpoint.list(ListingRequest(directory: directory))
        while let batch = try listing.next() {
            for item in batch {
                switch item {
                case .entry(let entry): spool.append(DeletionRecord(entry).bytes)
                case .failure(let error, _, _): throw error
                }
            }
        }
        return spool
    }
}
