internal import FerryCore
internal import FerryEndpoints

/// What pages of one listing have in common, and how they are asked for.
struct ListingQuery {
    let prefix: [UInt8]
    let isDelimited: Bool
    let client: S3Client

    /// The next page of a range of keys. `note` is told of each request for it, when it begins and when it has ended.
    func page(
        after start: [UInt8]?, token: String?, limit: Int? = nil, while note: (Exchange, _ isBegun: Bool) -> Void
    ) throws(S3Failure) -> ListingPage {
        let request = ListingPage.request(
            prefix: prefix, startingAfter: start, token: token, delimited: isDelimited, limit: limit)
        let page = try ListingPage(reply(to: request, note))
        try check(page, after: start)
        return page
    }

    private func reply(to request: S3Request, _ note: (Exchange, Bool) -> Void) throws(S3Failure) -> Reply {
        while true {
            let asked = client.address
            let exchange = try client.start(request)
            note(exchange, true)
            defer { note(exchange, false) }
            let reply: Reply
            do throws(CurlFailure) { reply = try exchange.finish() } catch { throw client.failure(error) }
            // A bucket that turns out to be elsewhere is asked there.
            guard !reply.head.isSuccess, client.follow(S3Failure(reply), reply.head, asked: asked) else {
                return reply
            }
        }
    }

    /// A server that repeats itself would list without end.
    private func check(_ page: ListingPage, after start: [UInt8]?) throws(S3Failure) {
        var last = start ?? []
        var cursor = KeyPage.Cursor(page.keys)
        while cursor.advance() {
            let key = cursor.key
            guard last.isEmpty || last.lexicographicallyPrecedes(key) else {
                throw S3Failure(.protocolViolation, "the listing is out of order")
            }
            guard key.starts(with: prefix) else {
                throw S3Failure(.protocolViolation, "the listing has keys that were not asked for")
            }
            last = key
        }
        if page.keys.count == 0, page.nextToken != nil {
            throw S3Failure(.protocolViolation, "a page of the listing is empty and not the last one")
        }
    }
}
