internal import FerryCore
internal import FerryEndpoints

/// The keys below a directory, page by page, as entries. Pages are asked for before they are needed.
final class S3Listing: Listing {
    private let endpoint: S3Endpoint
    private let request: ListingRequest
    private let prefix: [UInt8]
    private var tree: KeyTree
    private let pages: KeyRanges

    init(_ request: ListingRequest, of endpoint: S3Endpoint) throws(EndpointError) {
        self.endpoint = endpoint
        self.request = request
        let directory = try endpoint.key(request.directory, .list)
        let isBucket = directory.isEmpty
        let isTop = request.directory.isRoot
        prefix = isBucket || isTop ? directory : directory + [RelativePath.separator]
        tree = KeyTree(
            directory: request.directory, selection: try request.selection?.entering(request.directory),
            location: endpoint.location, refusesNamesakes: request.refusesNamesakes)
        pages = KeyRanges(ListingQuery(prefix: prefix, isDelimited: !request.recursive, client: endpoint.client))
    }

    deinit {
        pages.stop()
    }

    var continues: Bool { true }

    func next() throws(EndpointError) -> [ListedItem]? {
        while let page = try take() {
            var items: [ListedItem] = []
            items.reserveCapacity(page.count + 16)
            var cursor = KeyPage.Cursor(page)
            while cursor.advance() { add(cursor.object, to: &items) }
            if !items.isEmpty { return items }
        }
        return nil
    }

    func cancel() { pages.stop() }

    private func take() throws(EndpointError) -> KeyPage? {
        do throws(S3Failure) { return try pages.next() } catch { throw failure(error) }
    }

    private func add(_ object: ListingPage.Object, to items: inout [ListedItem]) {
        let key = Array(object.key[prefix.count...])
        if key.isEmpty { return }
        tree.add(key, object, to: &items)
    }

    private func failure(_ failure: S3Failure) -> EndpointError {
        failure.error(.list, request.directory, at: endpoint.location)
    }
}
