internal import FerryCore
internal import FerryEndpoints

/// What endpoints on web servers have in common: a root, a client, and files that are read by GET.
protocol HTTPPlace: AnyObject, Sendable {
    var location: String { get }
    var client: HTTPClient { get }
    var path: ServerPath { get }

    /// The entry at a path, for an operation that needs it.
    func look(at path: RelativePath, for operation: EndpointError.Operation) throws(EndpointError) -> Entry?
}

extension HTTPPlace {
    func url(of path: RelativePath) -> WebURL { WebURL(origin: client.origin, path: self.path.bytes(of: path)) }

    func openReader(_ entry: Entry, _ range: ByteRange?) throws(EndpointError) -> any ByteReader {
        let offset = min(range?.offset ?? 0, entry.size)
        let length = min(range?.length ?? entry.size, entry.size - offset)
        if length == 0 { return EmptyReader() }
        return try HTTPReader(entry, range: ByteRange(offset: offset, length: length), from: self)
    }

    func failure(
        _ code: EndpointError.Code, _ operation: EndpointError.Operation, _ path: RelativePath?, _ reason: String? = nil
    ) -> EndpointError {
        EndpointError(code, operation, path: path, location: location, reason: reason)
    }

    /// Says of a failure what was being done, and where.
    func caught<Result>(
        _ operation: EndpointError.Operation, _ path: RelativePath, _ body: () throws(HTTPFailure) -> Result
    ) throws(EndpointError) -> Result {
        do throws(HTTPFailure) {
            return try body()
        } catch {
            throw error.error(operation, path, at: location)
        }
    }
}
