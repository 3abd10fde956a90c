public import FerryCore
public import FerryEndpoints

/// A listing with one item of look-ahead. It trusts nobody's order: a listing that goes backwards is an error, because
/// a merge of unordered streams would take what it missed for absent.
public final class ListingCursor {
    private let listing: any Listing
    private let location: String
    private var batch: [ListedItem] = []
    private var index = 0
    private var last: (path: RelativePath, isDirectory: Bool)?
    private var isAtEnd = false

    public init(_ listing: any Listing, location: String) {
        self.listing = listing
        self.location = location
    }

    deinit {
        listing.cancel()
    }

    public func peek() throws(EndpointError) -> ListedItem? {
        if index == batch.count { try refill() }
        return isAtEnd ? nil : batch[index]
    }

    public func advance() {
        index += 1
    }

    private func refill() throws(EndpointError) {
        guard !isAtEnd, let next = try listing.next() else {
            isAtEnd = true
            return
        }
        for item in next { try check(item) }
        batch = next
        index = 0
    }

    private func check(_ item: ListedItem) throws(EndpointError) {
        let key = item.key
        if let last, !follows(item, last) {
            throw EndpointError(
                .protocolViolation, .list, path: key.path, location: location, reason: "the listing is out of order")
        }
        last = key
    }

    /// A failure to list a directory comes after the directory's entry, and so with the same key.
    private func follows(_ item: ListedItem, _ last: (path: RelativePath, isDirectory: Bool)) -> Bool {
        let key = item.key
        let order = CanonicalOrder.compare(
            last.path, isDirectory: last.isDirectory, key.path, isDirectory: key.isDirectory)
        if case .failure = item { return order <= 0 }
        return order < 0
    }
}

extension ListedItem {
    /// What the item is sorted by.
    public var key: (path: RelativePath, isDirectory: Bool) {
        switch self {
        case .entry(let entry): (entry.path, entry.isDirectory)
        case .failure(_, let path, let subtree): (path, subtree)
        }
    }
}
