public import FerryCore
public import FerryEndpoints

/// Files on a WebDAV server (RFC 4918), read and written.
public final class DAVEndpoint: HTTPPlace, Endpoint {
    public let location: String
    let client: HTTPClient
    let path: ServerPath
    let habits: DAVHabits
    let littered = LitteredDirectories()

    /// Servers open files by their whole paths, which the kernel bounds to 4096 bytes, and bound the line of a request,
    /// where each byte may take three, to 8190.
    private static let names = NameRules(longestPath: 2048)

    /// How many directories a listing reads at a time.
    private static let listingConnections = 8

    /// - Parameter path: Of the root, unescaped; relative ones count from the server's root.
    public convenience init(
        _ origin: Origin, path: [UInt8], settings: HTTPSettings = HTTPSettings(), engine: CurlEngine
    ) {
        self.init(HTTPClient(origin, settings, engine: engine), ServerPath(path), DAVHabits())
    }

    private init(_ client: HTTPClient, _ path: ServerPath, _ habits: DAVHabits) {
        self.client = client
        self.path = path
        self.habits = habits
        location = path.location(on: client.origin, isDAV: true)
    }

    public var identitySpace: String { client.origin.text }
    public func absoluteName(of path: RelativePath) -> [UInt8]? { self.path.bytes(of: path) }

    /// Every server renames onto an existing file at once, and none keeps owners or permissions.
    public var capabilities: Capabilities {
        let keepsTimes = habits.keepsTimes {
            try? perform(HTTPRequest(CurlRequest.Method("OPTIONS"), url(of: .root))).head
        }
        var capabilities = Capabilities(
            timePrecision: .second, metadataKept: keepsTimes ? [.modified] : [],
            metadataApplied: habits.times == .byProperty ? [.modified] : [],
            // Apache removes the old file before it moves the new one onto its name.
            replacesAtomically: false, writeOrder: .sequential, writesInPlace: false, names: Self.names,
            advisedConnections: 16)
        // What comes with an upload is for files alone.
        capabilities.keepsDirectoryTimes = keepsTimes && habits.times != .byUpload
        capabilities.timesAreTried = true
        return capabilities
    }

    /// Whether the server says that it speaks WebDAV here. One that cannot be reached says nothing.
    public var isSpoken: Bool {
        let reply = try? perform(HTTPRequest(CurlRequest.Method("OPTIONS"), url(of: .root)))
        return reply.map { $0.head.isSuccess && $0.head["DAV"] != nil } ?? false
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
            do throws(HTTPFailure) {
                return try finishLooking(at: path, try startLooking(at: path))
            } catch {
                let place = self.path.bytes(of: path)
                guard error.code == .unreachable, !DAVNames.isUTF8(place), try !answers(place) else { throw error }
                return nil
            }
        }
    }

    func startLooking(at path: RelativePath) throws(HTTPFailure) -> HTTPClient.Pending {
        // A server's own root may be known by its slash only.
        let place = url(of: path)
        return try client.startKeeping(propfind(path.isRoot ? place.directory : place, depth: "0"))
    }

    func finishLooking(at path: RelativePath, _ pending: HTTPClient.Pending) throws(HTTPFailure) -> Entry? {
        let (reply, _) = try client.finish(pending)
        if Self.absence.contains(reply.status) || !Self.names.allows(path) { return nil }
        let resources = try multistatus(reply).resources
        guard resources.count == 1 else {
            throw HTTPFailure(.protocolViolation, "the server tells of \(resources.count) resources instead of one")
        }
        return try entry(resources[0], at: path, reply.head)
    }

    public func list(_ request: ListingRequest) throws(EndpointError) -> any Listing {
        let tree = try caught(.list, request.directory) { () throws(HTTPFailure) in
            try request.recursive ? DAVTree(self, below: request.directory) : nil
        }
        let source: any DirectorySource = if let tree { tree } else { DAVDirectories(endpoint: self) }
        return try DirectoryWalk(request, of: source, connections: Self.listingConnections)
    }

    /// Apache answers 400 for what would lie below a file.
    private static let absence = [400, 404, 410]

    func propfind(_ url: WebURL, depth: String) -> HTTPRequest {
        var request = HTTPRequest(CurlRequest.Method("PROPFIND"), url)
        request.headers = ["Depth: \(depth)", "Content-Type: application/xml; charset=utf-8"]
        request.body = .bytes(SharedBytes(Multistatus.request))
        return request
    }

    func multistatus(_ reply: Reply) throws(HTTPFailure) -> Multistatus {
        if reply.status == 405 || reply.status == 501 {
            throw HTTPFailure(
                .unsupported,
                "the server does not speak WebDAV there (status \(reply.status)): Apache's DirectoryIndex, for one, "
                    + "must not find a page in directories of WebDAV")
        }
        if Self.absence.contains(reply.status) {
            throw HTTPFailure(.notFound, EndpointError.Code.notFound.reason)
        }
        guard reply.status == 207 else { throw HTTPFailure(reply.head) }
        do throws(Multistatus.Malformed) {
            return try Multistatus(reply.body)
        } catch {
            throw HTTPFailure(.protocolViolation, "the server's answer is malformed: \(error.reason)")
        }
    }

    func entry(
        _ resource: Multistatus.Resource, at path: RelativePath, _ head: ResponseHead
    ) throws(HTTPFailure) -> Entry {
        if let status = resource.status { throw HTTPFailure(ResponseHead(status: status)) }
        if resource.isCollection { return Entry(path: path, kind: .directory, modified: resource.modified) }
        guard let size = resource.size else {
            throw HTTPFailure(.protocolViolation, "the server does not say how long a file is")
        }
        let state = FileState(size: size, modified: resource.modified, entityTag: resource.entityTag, on: head)
        let digest = resource.checksums.first
        if let digest { habits.note(checksum: digest.algorithm) }
        return Entry(
            path: path, kind: .file, size: size, modified: resource.modified, version: state.version, digest: digest)
    }

    /// What a list holds: a resource of which the server tells nothing but a refusal is that entry's failure.
    func item(
        _ resource: Multistatus.Resource, at path: RelativePath, _ head: ResponseHead
    ) throws(HTTPFailure) -> ListedItem {
        do throws(HTTPFailure) {
            return .entry(try entry(resource, at: path, head))
        } catch {
            if resource.status == nil { throw error }
            return .failure(
                error.error(.look, path, at: location), path: path, subtree: resource.reference.hasSuffix("/"))
        }
    }

    // MARK: Reading and writing

    public func read(_ entry: Entry, range: ByteRange?) throws(EndpointError) -> any ByteReader {
        // One response, which the server can be asked to copy instead.
        try openReader(entry, range, sideBySide: false)
    }

    public var rangeReads: (any RangeReadRole)? { HTTPRangeReads(endpoint: self) }

    public func stage(_ request: StageRequest) throws(EndpointError) -> any StagedFile {
        try requireAllowed(request.path, .write)
        return try DAVStagedFile(request, on: self)
    }

    public func createDirectory(at path: RelativePath, metadata: Metadata) throws(EndpointError) {
        try requireAllowed(path, .createDirectory)
        let request = HTTPRequest(CurlRequest.Method("MKCOL"), url(of: path).directory)
        let reply = try caught(.createDirectory, path) { () throws(HTTPFailure) in try perform(request) }
        switch reply.status {
        case 200..<300: return
        case 405: throw failure(.alreadyExists, .createDirectory, path)
        // For a name that exists: 409 from nginx, 400 for a file and 403 in a race from Apache. Everyone answers 409 for
        // a missing parent.
        case 400, 403, 409:
            if try entry(at: path) != nil { throw failure(.alreadyExists, .createDirectory, path) }
            throw failure(reply.status == 403 ? .permissionDenied : .notFound, .createDirectory, path)
        default: throw HTTPFailure(reply.head).error(.createDirectory, path, at: location)
        }
    }

    /// DELETE takes whole trees away; what is to go is looked at before. Whoever fills a directory between the two
    /// requests loses what he put there.
    public func remove(_ path: RelativePath, kind: EntryKind) throws(EndpointError) {
        try requireRemovable(path, kind)
        let place = url(of: path)
        let request = HTTPRequest(.delete, kind.isDirectory ? place.directory : place)
        let reply = try caught(.remove, path) { () throws(HTTPFailure) in try perform(request) }
        guard reply.head.isSuccess, reply.status != 207 else {
            throw HTTPFailure(reply.head).error(.remove, path, at: location)
        }
    }

    private func requireRemovable(_ path: RelativePath, _ kind: EntryKind) throws(EndpointError) {
        // One list tells all of what is as it should be; what is not is looked at for the reason.
        if kind.isDirectory, (try? isEmptyDirectory(path)) == true { return }
        guard let present = try look(at: path, for: .remove) else { throw failure(.notFound, .remove, path) }
        guard present.isDirectory == kind.isDirectory else {
            throw failure(.changedDuringTransfer, .remove, path, "it is something else by now")
        }
        if kind.isDirectory, try !isEmptyDirectory(path) { throw failure(.notEmpty, .remove, path) }
    }

    /// Few servers let anything be set that the file system keeps, and of that only the time.
    public func apply(
        _ metadata: Metadata, to path: RelativePath, kind: EntryKind
    ) throws(EndpointError) -> MetadataFields {
        guard try look(at: path, for: .setMetadata) != nil else { throw failure(.notFound, .setMetadata, path) }
        guard [.byProperty, .unknown].contains(habits.times), let wanted = metadata.modified?.truncated(to: .second)
        else { return metadata.fields }
        let now = try caught(.setMetadata, path) { () throws(HTTPFailure) in try setTime(wanted, of: path) }
        return now?.modified == wanted ? metadata.fields.subtracting(.modified) : metadata.fields
    }

    public var renaming: (any RenamingRole)? { DAVRenaming(endpoint: self) }
    public var batchRemoval: (any BatchRemovalRole)? { ConcurrentRemoval(from: self, requests: 16) }

    public var leftovers: (any LeftoverRole)? {
        ListedLeftovers(from: self, listedBy: DAVDirectories(endpoint: self))
    }

    public func sibling(at path: [UInt8]) throws(EndpointError) -> any Endpoint {
        DAVEndpoint(client, self.path.sibling(at: path), habits)
    }

    /// The engine is the run's, not this endpoint's.
    public func close() {}

    func perform(_ request: HTTPRequest) throws(HTTPFailure) -> Reply { try client.perform(request).reply }

    func requireAllowed(_ path: RelativePath, _ operation: EndpointError.Operation) throws(EndpointError) {
        guard Self.names.allows(path) else { throw failure(.nameNotAllowed, operation, path) }
        try requireTaken(path, operation)
    }
}
