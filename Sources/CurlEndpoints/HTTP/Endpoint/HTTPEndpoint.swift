public import FerryCore
public import FerryEndpoints

/// Files on a web server, as far as plain HTTP goes: trees from the pages that list directories, single files, ranges.
/// Nothing can be written.
public final class HTTPEndpoint: HTTPPlace, Endpoint {
    public let location: String
    let client: HTTPClient
    let path: ServerPath
    /// Whether the root was named with a slash at its end, as directories are.
    private let endsInSlash: Bool

    /// How many directories a listing reads at a time.
    private static let listingConnections = 4

    /// - Parameter path: Of the root, unescaped; relative ones count from the server's root.
    public convenience init(
        _ origin: Origin, path: [UInt8], settings: HTTPSettings = HTTPSettings(), engine: CurlEngine
    ) {
        self.init(
            HTTPClient(origin, settings, engine: engine), ServerPath(path),
            endsInSlash: path.last == RelativePath.separator)
    }

    private init(_ client: HTTPClient, _ path: ServerPath, endsInSlash: Bool) {
        self.client = client
        self.path = path
        self.endsInSlash = endsInSlash
        location = path.location(on: client.origin)
    }

    public var capabilities: Capabilities {
        var capabilities = Capabilities(
            timePrecision: .second, metadataKept: [], replacesAtomically: false, isWritable: false,
            writeOrder: .sequential, writesInPlace: false, advisedConnections: 8)
        capabilities.hidesDirectories = true
        return capabilities
    }

    // MARK: Looking

    public func entry(at path: RelativePath) throws(EndpointError) -> Entry? {
        try look(at: path, for: .look)
    }

    public func attributes(of names: NameList, in directory: RelativePath) throws(EndpointError) -> [Attributes?] {
        try lookedUp(names, in: directory)
    }

    func look(at path: RelativePath, for operation: EndpointError.Operation) throws(EndpointError) -> Entry? {
        try caught(operation, path) { () throws(HTTPFailure) in
            if path.isRoot, endsInSlash, case .success(let root?) = try slashedRoot() { return root }
            if let found = try finishLooking(at: path, try startLooking(at: path)) { return found }
            return path.isRoot ? try slashedRoot().get() : nil
        }
    }

    /// The root by the name with a slash, which servers may know alone, and may answer something else without. A refusal is
    /// the last word only where nothing else is known.
    private func slashedRoot() throws(HTTPFailure) -> Result<Entry?, HTTPFailure> {
        let place = url(of: .root)
        if place.isDirectory { return .success(nil) }
        let (reply, url) = try client.perform(HTTPRequest(.head, place.directory))
        if reply.head.isSuccess { return .success(url.isDirectory ? Entry(path: .root, kind: .directory) : nil) }
        let failure = HTTPFailure(reply.head)
        let isRefusal = [.authenticationFailed, .permissionDenied].contains(failure.code)
        return isRefusal ? .failure(failure) : .success(nil)
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
        // Some refuse HEAD and nothing else.
        case 403, 405, 501: break
        default: throw HTTPFailure(reply.head)
        }
        var state = FileState(reply.head)
        if !reply.head.isSuccess || state.size == nil {
            let told = try toldWithContent(of: url)
            if !reply.head.isSuccess {
                if [404, 410].contains(told.head.status) { return nil }
                guard told.head.isSuccess || told.head.status == 416 else { throw HTTPFailure(reply.head) }
                if told.isDirectory { return Entry(path: path, kind: .directory) }
                state = FileState(told.head)
            } else if told.head.isSuccess || told.head.status == 416 {
                state.size = FileState(told.head).size
            }
        }
        guard let size = state.size else {
            throw HTTPFailure(.unsupported, "the server does not say how long the file is")
        }
        return Entry(path: path, kind: .file, size: size, modified: state.modified, version: state.version)
    }

    /// Apache leaves the length out of what HEAD tells of an empty file, others of every file's
    /// (https://httpd.apache.org/docs/2.4/mod/core.html#httpcontentlengthheadzero).
    /// The request may have been sent on to the same name with a slash.
    private func toldWithContent(of url: WebURL) throws(HTTPFailure) -> (head: ResponseHead, isDirectory: Bool) {
        var request = HTTPRequest(.get, url)
        request.headers.append("Range: bytes=0-0")
        let (exchange, head) = try client.open(request)
        // An answer that leaves its connection to others; a whole file is not waited for.
        if head.status == 200, head["Content-Length"] != "0" {
            exchange.cancel()
        } else {
            do throws(CurlFailure) { _ = try exchange.finish() } catch { throw HTTPFailure(error) }
        }
        return (head, exchange.request.url.hasSuffix("/"))
    }

    public func list(_ request: ListingRequest) throws(EndpointError) -> any Listing {
        let directories = HTTPDirectories(endpoint: self, selection: request.selection)
        return try DirectoryWalk(request, of: directories, connections: Self.listingConnections)
    }

    // MARK: Reading

    public func read(_ entry: Entry, range: ByteRange?) throws(EndpointError) -> any ByteReader {
        try openReader(entry, range, sideBySide: true)
    }

    public var rangeReads: (any RangeReadRole)? { HTTPRangeReads(endpoint: self) }

    // MARK: Writing, which plain HTTP cannot

    public func stage(_ request: StageRequest) throws(EndpointError) -> any StagedFile {
        throw readOnly(.write, request.path)
    }

    public func createDirectory(at path: RelativePath, metadata: Metadata) throws(EndpointError) {
        throw readOnly(.createDirectory, path)
    }

    public func remove(_ path: RelativePath, kind: EntryKind) throws(EndpointError) {
        throw readOnly(.remove, path)
    }

    public func apply(
        _ metadata: Metadata, to path: RelativePath, kind: EntryKind
    ) throws(EndpointError) -> MetadataFields {
        throw readOnly(.setMetadata, path)
    }

    private func readOnly(_ operation: EndpointError.Operation, _ path: RelativePath) -> EndpointError {
        failure(.unsupported, operation, path, "files can only be read over plain HTTP")
    }

    public func sibling(at path: [UInt8]) throws(EndpointError) -> any Endpoint {
        HTTPEndpoint(client, self.path.sibling(at: path), endsInSlash: path.last == RelativePath.separator)
    }

    /// The engine is the run's, not this endpoint's.
    public func close() {}
}
