internal import FerryCore
internal import FerryEndpoints

/// A listing, and those of the directories that symlinks in it lead to, as one in canonical order.
struct MergedListings {
    private var cursors: [ListingCursor] = []
    private var least = 0

    var isEmpty: Bool { cursors.isEmpty }

    mutating func add(_ cursor: ListingCursor) {
        cursors.append(cursor)
    }

    mutating func peek() throws(EndpointError) -> ListedItem? {
        var first: ListedItem?
        for (number, cursor) in cursors.enumerated() {
            guard let item = try cursor.peek() else { continue }
            if let first, item.canonicalOrder(to: first) >= 0 { continue }
            (first, least) = (item, number)
        }
        return first
    }

    /// Goes on behind the item that `peek` gave.
    mutating func advance() {
        cursors[least].advance()
    }
}

/// A directory that a symlink leads to, and what is in it.
final class LinkedDirectoryListing: Listing {
    private let directory: Entry
    private let endpoint: any Endpoint
    private let request: ListingRequest
    private var content: (any Listing)?
    private var isBegun = false

    /// `request` is for the directory's content.
    init(_ directory: Entry, on endpoint: any Endpoint, _ request: ListingRequest) {
        self.directory = directory
        self.endpoint = endpoint
        self.request = request
    }

    func next() throws(EndpointError) -> [ListedItem]? {
        if isBegun { return try content?.next() }
        isBegun = true
        do throws(EndpointError) {
            content = try endpoint.list(request)
            return [.entry(directory)]
        } catch {
            return [.entry(directory), .failure(error, path: directory.path, subtree: true)]
        }
    }

    func cancel() {
        content?.cancel()
    }
}
