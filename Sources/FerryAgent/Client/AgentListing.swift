internal import FerryCore
internal import FerryEndpoints

/// A listing that the agent makes, in one stream.
final class AgentListing: Listing {
    private let stream: AgentStream
    private let request: ListingRequest
    private let location: String
    private var first: [ListedItem]?

    /// Waits for the first batch, so that a directory which cannot be listed is an error here.
    init(_ request: ListingRequest, of endpoint: AgentEndpoint) throws(EndpointError) {
        self.request = request
        location = endpoint.location
        let order = ListingOrder(
            directory: request.directory, recursive: request.recursive, links: request.links,
            oneFileSystem: request.oneFileSystem)
        // A tree is worth a window that a long link does not empty.
        let more = request.recursive ? 3 * ServedStream.initialCredit : 0
        stream = try endpoint.pieces(.list, request.directory, more: more) { .list($0, order) }
        first = try take()
    }

    func next() throws(EndpointError) -> [ListedItem]? {
        guard let batch = first else { return try take() }
        first = nil
        return batch
    }

    func cancel() {
        first = nil
        stream.cancel()
    }

    private func take() throws(EndpointError) -> [ListedItem]? {
        do throws(AnswerError) {
            guard let piece = try stream.next() else { return nil }
            do throws(ConnectionFailure) {
                let items = try ListingBatch.items(piece, location: location)
                for item in items where !belongs(item.path) {
                    throw .violation("'\(item.path)' was not asked for")
                }
                return items
            } catch {
                stream.cancel()
                throw .lost(error)
            }
        } catch {
            throw error.during(.list, request.directory, at: location)
        }
    }

    private func belongs(_ path: RelativePath) -> Bool {
        request.recursive
            ? path.isInside(request.directory) && path != request.directory : path.isEntry(of: request.directory)
    }
}

extension ListedItem {
    fileprivate var path: RelativePath {
        switch self {
        case .entry(let entry): entry.path
        case .failure(_, let path, _): path
        }
    }
}
