package import FerryCore
package import FerryEndpoints

/// Files on a web server, as far as plain HTTP goes: trees from the pages that list directories, single files, ranges.
/// Nothing can be written.
package final class HTTPEndpoint: Endpoint {
    package let location: String
    let client: HTTPClient
    /// Without a slash at its end; nil for the server's root.
    private let path: [UInt8]

    /// How many directories a listing reads at a time.
    private static let listingConnections = 4

    /// - Parameter path: Of the root, unescaped; relative ones count from the server's root.
    package convenience init(
        _ origin: Origin, path: [UInt8], settings: HTTPSettings = HTTPSettings(), engine: CurlEngine
    ) {
        self.init(HTTPClient(origin, settings, engine: engine), path: path)
    }

    private init(_ client: HTTPClient, path: [UInt8]) {
        self.client = client
        self.path = Self.normalised(path)
        location = client.origin.text + DisplayName.escaping(self.path.isEmpty ? Array("/".utf8) : self.path)
    }

    /// Without `.` and `..`, by the rules of URLs: there is nothing above the server's root.
    private static func normalised(_ path: [UInt8]) -> [UInt8] {
        var names: [ArraySlice<UInt8>] = []
        for name in path.split(separator: RelativePath.separator) where !name.elementsEqual(".".utf8) {
            if name.elementsEqual("..".utf8) { _ = names.popLast() } else { names.append(name) }
        }
        return names.flatMap { [RelativePath.separator] + $0 }
    }

    package var capabilities: Capabilities {
        Capabilities(
            timePrecision: .second, metadataKept: [], replacesAtomically: false, isWritable: false,
            writeOrder: .sequential, writesInPlace: false, advisedConnections: 8)
    }

    // MARK: Looking

    package func entry(at path: RelativePath) throws(EndpointError) -> Entry? {
        try look(at: path, for: .look)
    }

    func look(at path: RelativePath, for operation: EndpointError.Operation) throws(EndpointError) -> Entry? {
        do throws(HTTPFailure) {
            return try finishLooking(at: path, try startLooking(at: path))
        } catch {
            throw error.error(operation, path, at: location)
        }
    }

    func startLooking(at path: RelativePath) throws(HTTPFailure) -> HTTPClient.Pending {
        try client.startKeeping(HTTPRequest(.head, url(of: path)))
    }

    /// Servers send requests for a directory to the same name with a slash: that is how one is told from a file.
    func finishLooking(at path: RelativePath, _ pending: HTTPClient.Pending) throws(HTTPFailure) -> Entry? {
        let (reply, url) = try client.finish(pending) { from, next in
            from.directory.names == next.names && next.isDirectory
        }
        if url.isDirectory, reply.head.isSuccess || reply.head.status < 400 {
            return Entry(path: path, kind: .directory)
        }
        switch reply.status {
        case 200..<300: break
        case 404, 410: return nil
        default: throw HTTPFailure(reply.head)
        }
        let state = FileState(reply.head)
        guard let size = state.size else {
            throw HTTPFailure(.unsupported, "the server does not say how long the file is")
        }
        return Entry(path: path, kind: .file, size: size, modified: state.modified, version: state.version)
    }

    package func list(_ request: ListingRequest) throws(EndpointError) -> any Listing {
        try DirectoryWalk(request, of: HTTPDirectories(endpoint: self), connections: Self.listingConnections)
    }

    // MARK: Reading

    package func read(_ entry: Entry, range: ByteRange?) throws(EndpointError) -> any ByteReader {
        let offset = min(range?.offset ?? 0, entry.size)
        let length = min(range?.length ?? entry.size, entry.size - offset)
        if length == 0 { return EmptyReader() }
        return try HTTPReader(entry, range: ByteRange(offset: offset, length: length), from: self)
    }

    func url(of path: RelativePath) -> WebURL {
        WebURL(origin: client.origin, path: path.isRoot ? self.path : self.path + [RelativePath.separator] + path.bytes)
    }

    func failure(
        _ code: EndpointError.Code, _ operation: EndpointError.Operation, _ path: RelativePath?, _ reason: String? = nil
    ) -> EndpointError {
        EndpointError(code, operation, path: path, location: location, reason: reason)
    }

    // MARK: Writing, which plain HTTP cannot

    package func stage(_ request: StageRequest) throws(EndpointError) -> any StagedFile {
        throw readOnly(.write, request.path)
    }

    package func createDirectory(at path: RelativePath, metadata: Metadata) throws(EndpointError) {
        throw readOnly(.createDirectory, path)
    }

    package func remove(_ path: RelativePath, kind: EntryKind) throws(EndpointError) {
        throw readOnly(.remove, path)
    }

    package func apply(
        _ metadata: Metadata, to path: RelativePath, kind: EntryKind
    ) throws(EndpointError) -> MetadataFields {
        throw readOnly(.setMetadata, path)
    }

    private func readOnly(_ operation: EndpointError.Operation, _ path: RelativePath) -> EndpointError {
        failure(.unsupported, operation, path, "files can only be read over plain HTTP")
    }

    package func sibling(at path: String) throws(EndpointError) -> any Endpoint {
        let bytes = Array(path.utf8)
        let isAbsolute = bytes.first == RelativePath.separator
        return HTTPEndpoint(client, path: isAbsolute ? bytes : self.path + [RelativePath.separator] + bytes)
    }

    /// The engine is the run's, not this endpoint's.
    package func close() {}
}
