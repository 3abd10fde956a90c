internal import FerryCore

/// Pages with faults. A page whose reply got lost comes again, if the plan lets listings continue.
final class FaultyListing: Listing {
    private let base: any Listing
    private let directory: RelativePath
    private let endpoint: FaultyEndpoint
    private var lost: Lost?

    /// A page that never arrived; nil is the end.
    private struct Lost {
        let page: [ListedItem]?
    }

    init(_ base: any Listing, of directory: RelativePath, by endpoint: FaultyEndpoint) {
        self.base = base
        self.directory = directory
        self.endpoint = endpoint
    }

    var continues: Bool { base.continues && endpoint.plan.listingsContinue }

    func next() throws(EndpointError) -> [ListedItem]? {
        let page = try endpoint.around(.nextEntries, directory) { () throws(EndpointError) in
            if let lost { return lost.page }
            let page = try base.next()
            lost = Lost(page: page)
            return page
        }
        lost = nil
        return page
    }

    func cancel() { base.cancel() }
}
