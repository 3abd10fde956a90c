internal import FerryCore

/// Lists again after a failure and goes on behind the last item, which canonical order makes possible. A directory that
/// failed in passing is listed again by itself, in its place.
final class RetryingListing: Listing {
    private let endpoint: any Endpoint
    private let policy: RetryPolicy
    /// The listing asked for, and those of directories that failed in it; the last one is pulled.
    private var levels: [Level]

    private struct Level {
        let request: ListingRequest
        /// Nil after a failure, until it is begun again.
        var listing: (any Listing)?
        /// What was delivered last.
        var last: ListingPosition?
        /// What is still to be listed, apart from what comes at the last position itself.
        var rest: ListingRequest {
            guard let last else { return request }
            var rest = request
            rest.selection = RestOfListing(base: request.selection, last: last)
            return rest
        }

        mutating func abandon() {
            listing?.cancel()
            listing = nil
        }

        /// Delivered after all below this directory, because they were pulled together with its failure.
        var postponed: [ListedItem] = []
    }

    init(_ request: ListingRequest, of endpoint: any Endpoint, _ policy: RetryPolicy) throws(EndpointError) {
        self.endpoint = endpoint
        self.policy = policy
        let listing = try policy.run { (_) throws(EndpointError) in try endpoint.list(request) }
        levels = [Level(request: request, listing: listing)]
    }

    func next() throws(EndpointError) -> [ListedItem]? {
        while !levels.isEmpty {
            let top = levels.count - 1
            if let items = try pull(), !items.isEmpty { return items }
            if levels.count > top + 1 { continue }
            levels.removeLast()
        }
        return nil
    }

    func cancel() {
        for level in levels { level.listing?.cancel() }
        levels = []
    }

    /// The next items of the innermost listing; nil at its end, empty when a directory is listed again first.
    private func pull() throws(EndpointError) -> [ListedItem]? {
        let top = levels.count - 1
        var page = levels[top].postponed
        levels[top].postponed = []
        if page.isEmpty {
            guard let pulled = try pullPage() else { return nil }
            page = pulled
        }
        guard let index = page.firstIndex(where: { self.failedInPassing($0) != nil }) else {
            levels[top].last = page.last.map(ListingPosition.init)
            return page
        }
        levels[top].postponed = Array(page[(index + 1)...])
        let directory = failedInPassing(page[index])!
        let stillFailed = try listAgain(directory)
        levels[top].last = ListingPosition(after: directory)
        return Array(page[..<index]) + stillFailed
    }

    /// One page, behind what was delivered before.
    private func pullPage() throws(EndpointError) -> [ListedItem]? {
        let top = levels.count - 1
        return try policy.run { (_) throws(EndpointError) in
            do throws(EndpointError) {
                while true {
                    if levels[top].listing == nil { levels[top].listing = try endpoint.list(levels[top].rest) }
                    guard let page = try levels[top].listing!.next() else { return nil }
                    let last = levels[top].last
                    let fresh = page.drop { item in last.map { ListingPosition(item) <= $0 } ?? false }
                    if !fresh.isEmpty { return Array(fresh) }
                }
            } catch {
                if levels[top].listing?.continues != true { levels[top].abandon() }
                throw error
            }
        }
    }
}

extension RetryingListing {
    /// The directory whose listing failed for a passing reason.
    private func failedInPassing(_ item: ListedItem) -> RelativePath? {
        guard case .failure(let error, let path, subtree: true) = item, error.code.isTransient,
            path != levels.last?.request.directory
        else { return nil }
        return path
    }

    /// Begins to list a directory that failed. When that fails for good, the failure takes its place.
    private func listAgain(_ directory: RelativePath) throws(EndpointError) -> [ListedItem] {
        do throws(EndpointError) {
            let request = try request(below: directory)
            let listing = try policy.run { (_) throws(EndpointError) in try endpoint.list(request) }
            levels.append(Level(request: request, listing: listing))
            return []
        } catch {
            return [.failure(error, path: directory, subtree: true)]
        }
    }

    /// The request for one directory of the innermost listing, with the selection that rules in its parent.
    private func request(below directory: RelativePath) throws(EndpointError) -> ListingRequest {
        var request = levels.last!.request
        var selection = request.selection
        var parent = request.directory
        for name in directory.relative(to: parent)?.components ?? [] {
            selection = try selection?.entering(parent)
            parent = parent.appending(name: name)
        }
        request.directory = directory
        request.selection = selection
        return request
    }
}
