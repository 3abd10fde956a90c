public import FerryCore
public import FerryEndpoints

/// Files on a server of FTP (RFC 959, RFC 3659), read and written.
public final class FTPEndpoint: Endpoint {
    public let location: String
    let server: FTPServer
    let path: ServerPath
    let littered = LitteredDirectories()

    /// How many directories a listing reads at a time.
    private static let listingConnections = 8

    /// - Parameter path: Of the root, as a URL names it: after the first slash it counts from where a login begins, after
    ///   two from the server's root.
    public convenience init(_ path: [UInt8], on server: FTPServer) {
        let rest = Array(path.first == RelativePath.separator ? path.dropFirst() : path[...])
        self.init(server, server.home.sibling(at: rest))
    }

    private init(_ server: FTPServer, _ path: ServerPath) {
        self.server = server
        self.path = path
        location = path.location(onFTP: server)
    }

    var client: FTPClient { server.client }

    public var identitySpace: String { ServerPath([]).location(onFTP: server) }
    public func absoluteName(of path: RelativePath) -> [UInt8]? { self.path.bytes(of: path) }

    public var capabilities: Capabilities {
        var capabilities = Capabilities(
            timePrecision: .second, metadataKept: server.metadataKept, replacesAtomically: server.replacesNames,
            writeOrder: .sequential,
            composition: .unmoved, digestsStaged: server.digests.preferred != nil, names: server.names,
            advisedConnections: server.connections, stagedFiles: 128)
        capabilities.timesAreTried = true
        capabilities.cutsOff = false
        return capabilities
    }

    public func list(_ request: ListingRequest) throws(EndpointError) -> any Listing {
        try DirectoryWalk(request, of: FTPDirectories(endpoint: self), connections: Self.listingConnections)
    }

    public func read(_ entry: Entry, range: ByteRange?) throws(EndpointError) -> any ByteReader {
        let offset = min(range?.offset ?? 0, entry.size)
        let length = min(range?.length ?? entry.size, entry.size - offset)
        if length == 0 { return FTPUnreadFile(entry, on: self) }
        return try FTPReader(entry, range: ByteRange(offset: offset, length: length), from: self)
    }

    public func stage(_ request: StageRequest) throws(EndpointError) -> any StagedFile {
        try requireAllowed(request.path, .write)
        if case .inPlace(let keepsContent) = request.placement {
            return try FTPFileInPlace(request.path, keepsContent: keepsContent, on: self)
        }
        return try FTPStagedFile(request, on: self)
    }

    public var renaming: (any RenamingRole)? { FTPRenaming(endpoint: self) }
    public var batchRemoval: (any BatchRemovalRole)? { ConcurrentRemoval(from: self, requests: 16) }

    public var leftovers: (any LeftoverRole)? {
        ListedLeftovers(from: self, listedBy: FTPDirectories(endpoint: self))
    }

    public var digests: (any DigestRole)? {
        server.digests.algorithms.isEmpty ? nil : FTPDigestRole(endpoint: self)
    }

    public func sibling(at path: [UInt8]) throws(EndpointError) -> any Endpoint {
        FTPEndpoint(server, self.path.sibling(at: path))
    }

    /// The connections are the server's, which other endpoints may share.
    public func close() {}

    // MARK: Requests

    func failure(
        _ code: EndpointError.Code, _ operation: EndpointError.Operation, _ path: RelativePath?, _ reason: String? = nil
    ) -> EndpointError {
        EndpointError(code, operation, path: path, location: location, reason: reason)
    }

    /// Says of a failure what was being done, and where.
    func caught<Result>(
        _ operation: EndpointError.Operation, _ path: RelativePath?, _ body: () throws(FTPFailure) -> Result
    ) throws(EndpointError) -> Result {
        do throws(FTPFailure) {
            return try body()
        } catch {
            throw error.error(operation, path, at: location)
        }
    }

    /// Sends one command about a path.
    func command(
        _ verb: String, _ path: RelativePath, for operation: EndpointError.Operation
    ) throws(EndpointError) -> FTPReply {
        let line = FTPCommand.line(verb, self.path.bytes(of: path))
        return try caught(operation, path) { () throws(FTPFailure) in try client.run([line])[0] }
    }

    func requireAllowed(_ path: RelativePath, _ operation: EndpointError.Operation) throws(EndpointError) {
        guard server.names.allows(path) else { throw failure(.nameNotAllowed, operation, path) }
    }
}

extension ServerPath {
    /// As messages name it: like the URL that leads there.
    fileprivate func location(onFTP server: FTPServer) -> String {
        let user = server.client.address.user.map { DisplayName.escaping($0.utf8) + "@" } ?? ""
        let inHome = relativeBytes(to: server.home) ?? bytes(of: .root)
        return "\(server.client.address.scheme)://\(user)\(server.client.address.place)/" + DisplayName.escaping(inHome)
    }
}
