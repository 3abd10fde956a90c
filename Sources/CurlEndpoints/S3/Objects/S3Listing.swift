internal import FerryCore
internal import FerryEndpoints

/// The keys below a directory, page by page, as entries. The next page is asked for before this one is used.
final class S3Listing: Listing {
    private let endpoint: S3Endpoint
    private let request: ListingRequest
    private let prefix: [UInt8]
    private var tree: KeyTree
    /// The page that is under way; nil after the last one.
    private var coming: Exchange?
    private var comingRequest: S3Request?
    private var lastKey: [UInt8] = []

    init(_ request: ListingRequest, of endpoint: S3Endpoint) throws(EndpointError) {
        self.endpoint = endpoint
        self.request = request
        let directory = try endpoint.key(request.directory, .list)
        let isBucket = directory.isEmpty
        let isTop = request.directory.isRoot
        prefix = isBucket || isTop ? directory : directory + [RelativePath.separator]
        tree = KeyTree(
            directory: request.directory, selection: try request.selection?.entering(request.directory),
            location: endpoint.location)
        // The first page is asked for at once: an absent bucket is an error of the listing's beginning.
        comingRequest = ListingPage.request(prefix: prefix, delimited: !request.recursive)
        do throws(S3Failure) { try ask() } catch { throw failure(error) }
    }

    deinit {
        coming?.cancel()
    }

    var continues: Bool { true }

    func next() throws(EndpointError) -> [ListedItem]? {
        while comingRequest != nil {
            let page = try take()
            var items: [ListedItem] = []
            items.reserveCapacity(page.objects.count + 16)
            for object in page.objects { add(object, to: &items) }
            if !items.isEmpty { return items }
        }
        return nil
    }

    func cancel() {
        coming?.cancel()
        coming = nil
        comingRequest = nil
    }

    private func take() throws(EndpointError) -> ListingPage {
        do throws(S3Failure) { return try page() } catch { throw failure(error) }
    }

    /// Waits for the page that is under way and asks for the next one. A page that failed is asked for again.
    private func page() throws(S3Failure) -> ListingPage {
        if coming == nil { try ask() }
        guard let exchange = coming else { throw S3Failure(.cancelled) }
        coming = nil
        let reply = try Self.reply(exchange)
        if !reply.head.isSuccess, endpoint.client.follow(S3Failure(reply), reply.head) { return try page() }
        let page = try ListingPage(reply)
        try checkProgress(page)
        comingRequest = page.nextToken.map {
            ListingPage.request(prefix: prefix, token: $0, delimited: !request.recursive)
        }
        try ask()
        return page
    }

    private static func reply(_ exchange: Exchange) throws(S3Failure) -> Reply {
        do throws(CurlFailure) {
            return try exchange.finish()
        } catch {
            throw S3Failure(error)
        }
    }

    private func ask() throws(S3Failure) {
        guard let request = comingRequest else { return }
        coming = try endpoint.client.start(request)
    }

    /// A server that repeats itself would list without end.
    private func checkProgress(_ page: ListingPage) throws(S3Failure) {
        for object in page.objects {
            guard lastKey.isEmpty || lastKey.lexicographicallyPrecedes(object.key) else {
                throw S3Failure(.protocolViolation, "the listing is out of order")
            }
            guard object.key.starts(with: prefix) else {
                throw S3Failure(.protocolViolation, "the listing has keys that were not asked for")
            }
            lastKey = object.key
        }
        if page.objects.isEmpty, page.nextToken != nil {
            throw S3Failure(.protocolViolation, "a page of the listing is empty and not the last one")
        }
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
