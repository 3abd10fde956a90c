public import FerryCore
public import FerryEndpoints
internal import Synchronization

/// A directory tree that an agent serves.
///
/// Calls go out as the callers make them, so many threads pay for a link's latency together. What concerns one staged file
/// goes out without waiting for answers, up to its commit.
public final class AgentEndpoint: Endpoint {
    public let location: String
    public let capabilities: Capabilities
    let session: AgentSession
    let path: [UInt8]
    private let options: TreeOptions
    let roles: ServedRoles
    private let tree: Mutex<OpenedTree?>
    private let ahead: Mutex<LookAhead?>

    /// Small files are a round trip each: enough of them at a time hide a long link. Directories read ahead, too.
    static let advisedConnections = 64
    private static let mostConnections = 256
    /// Each holds a descriptor there.
    private static let stagedFiles = 256
    /// Small files that an agent takes in a second: so many a round trip keep it busy.
    private static let filesPerSecond = 5000.0

    /// How many calls at a time hide a round trip of so many seconds.
    static func connections(roundTrip: Double) -> Int {
        min(max(Int(roundTrip * filesPerSecond), advisedConnections), mostConnections)
    }

    /// Opens the tree at `path` of the agent's host.
    /// - Parameter first: The entry that will be asked for first; nil where nobody knows.
    public init(
        _ session: AgentSession, path: [UInt8], location: String, options: TreeOptions = [],
        first: RelativePath? = nil
    ) throws(EndpointError) {
        self.session = session
        self.path = path
        self.options = options
        self.location = location
        do throws(AnswerError) {
            let (opened, look) = try Self.openOnKnownHost(path, options, session, first: first)
            var reader = WireReader(opened.description)
            do throws(ConnectionFailure) {
                roles = ServedRoles(rawValue: try reader.byte())
                var capabilities = try reader.capabilities(version: opened.connection.version)
                let roundTrip = session.roundTrip(opened.roundTrip)
                capabilities.advisedConnections = Self.connections(roundTrip: roundTrip)
                capabilities.commitSteps = 1
                capabilities.bytesTogether = Capabilities.bytesTogether(roundTrip: roundTrip)
                capabilities.readsAhead = true
                capabilities.stagedFiles = Self.stagedFiles
                self.capabilities = capabilities
            } catch {
                throw .lost(error)
            }
            tree = Mutex(opened)
            ahead = Mutex(look)
        } catch {
            throw error.during(.connect, nil, at: location)
        }
        session.use()
    }

    /// Others use the connection too, and it may break over what they ask. Once the host is known to have an agent, it is connected
    /// to again; and without the look, where it broke over that.
    private static func openOnKnownHost(
        _ path: [UInt8], _ options: TreeOptions, _ session: AgentSession, first: RelativePath?
    ) throws(AnswerError) -> (OpenedTree, LookAhead?) {
        do throws(AnswerError) {
            return try open(path, options, session, first: first)
        } catch {
            guard case .lost = error, first != nil || !session.trees.isEmpty else { throw error }
            return try open(path, options, session)
        }
    }

    private static func open(
        _ path: [UInt8], _ options: TreeOptions, _ session: AgentSession, first: RelativePath? = nil
    ) throws(AnswerError) -> (OpenedTree, LookAhead?) {
        let connection: AgentConnection
        do throws(ConnectionFailure) { connection = try session.connection() } catch { throw .lost(error) }
        if let kept = session.trees.tree(at: path, options, on: connection) { return (kept, nil) }
        let number = EndpointNumber(value: session.newNumber())
        let asked = SystemClock().now
        let opening = connection.begin(.open(number, path: path, options))
        let look = first.map { LookAhead(at: $0, of: number, on: connection) }
        let answer = try opening.wait()
        let opened = OpenedTree(
            connection: connection, number: number, description: answer.rest, roundTrip: SystemClock().now - asked)
        session.trees.keep(opened, at: path, options)
        return (opened, look)
    }

    /// The connection and the tree's number there. After the connection broke, the tree is opened again.
    func opened() throws(AnswerError) -> (AgentConnection, EndpointNumber) {
        let outcome = tree.withLock { tree in
            Result { () throws(AnswerError) in
                if let tree, tree.connection.failure == nil { return tree }
                let (opened, _) = try Self.open(path, options, session)
                tree = opened
                return opened
            }
        }
        let tree = try outcome.get()
        return (tree.connection, tree.number)
    }

    public func close() {
        let closing = tree.withLock { tree in
            defer { tree = nil }
            return tree
        }
        guard let closing else { return }
        if !session.trees.isKept(closing) {
            closing.connection.send(.close(closing.number)) { _ in }
            closing.connection.flush()
        }
        session.release()
    }

    /// Makes a call about this tree and reads its result.
    func call<Value>(
        _ operation: EndpointError.Operation, _ path: RelativePath?,
        _ call: (EndpointNumber) -> Call, _ read: (inout WireReader) throws(ConnectionFailure) -> Value
    ) throws(EndpointError) -> Value {
        do throws(AnswerError) {
            let (connection, number) = try opened()
            var reader = try connection.result(of: call(number))
            do throws(ConnectionFailure) { return try read(&reader) } catch { throw .lost(error) }
        } catch {
            throw error.during(operation, path, at: location)
        }
    }

    /// Makes a call without a result.
    func call(
        _ operation: EndpointError.Operation, _ path: RelativePath?, _ makeCall: (EndpointNumber) -> Call
    ) throws(EndpointError) {
        try call(operation, path, makeCall) { (_) throws(ConnectionFailure) in }
    }

    /// Begins a call that is answered by pieces.
    func pieces(
        _ operation: EndpointError.Operation, _ path: RelativePath?, more: Int = 0,
        _ makeCall: (EndpointNumber) -> Call
    ) throws(EndpointError) -> AgentStream {
        do throws(AnswerError) {
            let (connection, number) = try opened()
            return connection.pieces(of: makeCall(number), more: more)
        } catch {
            throw error.during(operation, path, at: location)
        }
    }
}

/// The mandatory calls.
extension AgentEndpoint {
    /// All trees of one agent are on one machine.
    public var identitySpace: String { session.location }

    public func entry(at path: RelativePath) throws(EndpointError) -> Entry? {
        do throws(AnswerError) {
            if var reader = try takeLook(at: path)?.result() {
                do throws(ConnectionFailure) {
                    return try Self.entry(at: path, &reader)
                } catch {
                    throw .lost(error)
                }
            }
        } catch {
            throw error.during(.look, path, at: location)
        }
        return try call(.look, path) {
            .look($0, path)
        } _: { (reader) throws(ConnectionFailure) in
            try Self.entry(at: path, &reader)
        }
    }

    private static func entry(at path: RelativePath, _ reader: inout WireReader) throws(ConnectionFailure) -> Entry? {
        try reader.optional { (reader) throws(ConnectionFailure) in try reader.entry(at: path) }
    }

    private func takeLook(at path: RelativePath) -> LookAhead? {
        ahead.withLock { ahead in
            guard ahead?.path == path else { return nil }
            defer { ahead = nil }
            return ahead
        }
    }

    public func list(_ request: ListingRequest) throws(EndpointError) -> any Listing {
        guard let selection = request.selection, !selection.takesEverything else {
            return try AgentListing(request, of: self)
        }
        let device =
            request.oneFileSystem
            ? try entry(at: request.directory, links: request.links)?.version?.identity?.device : nil
        return try DirectoryWalk(request, of: self, connections: capabilities.advisedConnections, device: device)
    }

    public func read(_ entry: Entry, range: ByteRange?) throws(EndpointError) -> any ByteReader {
        let size = min(range?.length ?? entry.size, entry.size)
        // What is large gets a window that a long link does not empty.
        let more = size > Int64(ServedStream.initialCredit) ? 3 * ServedStream.initialCredit : 0
        let stream = try pieces(.read, entry.path, more: more) { .read($0, entry, range) }
        return AgentReader(stream, of: entry.path, at: location)
    }

    public func stage(_ request: StageRequest) throws(EndpointError) -> any StagedFile {
        try AgentStagedFile(request, on: self)
    }

    public func createDirectory(at path: RelativePath, metadata: Metadata) throws(EndpointError) {
        try call(.createDirectory, path) { .createDirectory($0, path, metadata) }
    }

    public func remove(_ path: RelativePath, kind: EntryKind) throws(EndpointError) {
        try call(.remove, path) { .remove($0, path, kind) }
    }

    public func apply(
        _ metadata: Metadata, to path: RelativePath, kind: EntryKind
    ) throws(EndpointError) -> MetadataFields {
        try call(.setMetadata, path) {
            .apply($0, metadata, path, kind)
        } _: { (reader) throws(ConnectionFailure) in
            MetadataFields(rawValue: try reader.byte())
        }
    }

    public func sibling(at path: [UInt8]) throws(EndpointError) -> any Endpoint {
        let isAbsolute = path.first == RelativePath.separator || self.path.isEmpty
        let place = isAbsolute ? path : self.path + [RelativePath.separator] + path
        return try AgentEndpoint(
            session, path: place, location: "\(session.location):\(DisplayName.escaping(place))", options: options)
    }
}

extension AgentEndpoint: DirectorySource {
    public func items(
        of directory: RelativePath, links: ListingRequest.LinkPolicy
    ) throws(EndpointError) -> [ListedItem] {
        let listing = try AgentListing(
            ListingRequest(directory: directory, recursive: false, links: links), of: self)
        var items: [ListedItem] = []
        while let batch = try listing.next() { items += batch }
        return items
    }

    /// What a directory is, where the agent tells; nothing else is asked of a real path here than to tell directories
    /// apart.
    public func realPath(of directory: RelativePath) throws(EndpointError) -> [UInt8] {
        guard let identity = try entry(at: directory, links: .followAll)?.version?.identity else {
            return directory.bytes
        }
        return Array("\(identity.device):\(identity.inode)".utf8)
    }
}
