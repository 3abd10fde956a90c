public import FerryCore
public import FerryEndpoints

/// A directory tree on a host without SFTP: whole files by the scp protocol, all else by commands of the account's shell.
public final class SCPEndpoint: Endpoint {
    public let location: String
    let host: SCPHost
    let root: RemoteRoot
    let followed = FollowedLinks()
    public let littered: LitteredDirectories? = LitteredDirectories()
    private let account: SCPHost.Account

    /// Opens the directory at a location's path, which need not exist.
    public convenience init(_ path: [UInt8], on host: SCPHost, location: String) throws(EndpointError) {
        do throws(SCPError) {
            self.init(try Self.root(path), on: host, location: location, account: try host.account())
        } catch {
            throw error.during(.connect, nil, at: location)
        }
    }

    private init(_ root: RemoteRoot, on host: SCPHost, location: String, account: SCPHost.Account) {
        (self.root, self.host, self.location, self.account) = (root, host, location, account)
    }

    /// What a session begins in is the home directory.
    private static func root(_ path: [UInt8]) throws(SCPError) -> RemoteRoot {
        if path.first != UInt8(ascii: "~") { return RemoteRoot(bytes: path) }
        guard path.count == 1 || path[1] == RelativePath.separator else {
            throw .refused(.unsupported, "'~' and a name are not resolved over scp")
        }
        return RemoteRoot(bytes: Array(path.dropFirst(2)))
    }

    public var capabilities: Capabilities {
        var kept: MetadataFields = [.modified, .accessed, .permissions, .group]
        if account.isRoot { kept.insert(.user) }
        var capabilities = Capabilities(
            timePrecision: .second, metadataKept: kept, rangedReads: false, writeOrder: .sequential,
            digestsStaged: host.hashing.isPossible, writesInPlace: false,
            names: NameRules(longestPath: RemoteRoot.longestPath), advisedConnections: host.advisedConnections)
        if !account.isRoot { capabilities.settableGroups = account.groups.map { SettableGroups($0) } }
        return capabilities
    }

    /// A root of the same host has the same inodes.
    public var identitySpace: String { "\(host.access.target.host):\(host.access.target.port ?? 0)" }

    public func sibling(at path: [UInt8]) throws(EndpointError) -> any Endpoint {
        SCPEndpoint(
            root.sibling(at: path), on: host, location: "\(location)/\(DisplayName.escaping(path))", account: account)
    }

    public func read(_ entry: Entry, range: ByteRange?) throws(EndpointError) -> any ByteReader {
        try SCPReader(entry, range: range, of: self)
    }

    public func stage(_ request: StageRequest) throws(EndpointError) -> any StagedFile {
        try SCPStagedFile(request, on: self)
    }

    /// The shells stay for the other endpoints of the host.
    public func close() {}

    public var links: (any LinkRole)? { self }
    public var renaming: (any RenamingRole)? { self }
    public var batchRemoval: (any BatchRemovalRole)? { self }
    public var leftovers: (any LeftoverRole)? { ListedLeftovers(from: self, listedBy: self) }
    public var digests: (any DigestRole)? { host.hashing.isPossible ? self : nil }

    // MARK: Paths and calls

    /// The root as commands take it: beginning with a slash or a dot, and without a slash at its end.
    var rootWord: [UInt8] {
        var word = root.bytes
        while word.last == RelativePath.separator { word.removeLast() }
        let isAbsolute = root.bytes.first == RelativePath.separator
        return isAbsolute ? word : Array("./".utf8) + word
    }

    /// The whole path of an entry, in the same way.
    func word(_ path: RelativePath) -> [UInt8] {
        path.isRoot ? rootWord + [] : rootWord + [RelativePath.separator] + path.bytes
    }

    /// Calls a function of the shell with the root and a path.
    func call(
        _ name: String, _ path: RelativePath, _ more: [[UInt8]] = [], for operation: EndpointError.Operation
    ) throws(EndpointError) -> [UInt8] {
        try during(operation, path) { () throws(SCPError) in
            try host.run(RemoteCommands.call(name, [rootWord, path.bytes] + more))
        }
    }

    /// Names the errors of `body`.
    func during<Result>(
        _ operation: EndpointError.Operation, _ path: RelativePath, _ body: () throws(SCPError) -> Result
    ) throws(EndpointError) -> Result {
        do throws(SCPError) {
            return try body()
        } catch {
            throw error.during(operation, path, at: location)
        }
    }

    func requireAllowed(_ path: RelativePath, _ operation: EndpointError.Operation) throws(EndpointError) {
        guard capabilities.names.allows(path), word(path).count <= RemoteRoot.longestPath else {
            throw EndpointError(.nameNotAllowed, operation, path: path, location: location)
        }
    }

    /// An endpoint of the same host that was handed over; nil means this one.
    func neighbour(
        _ endpoint: (any Endpoint)?, _ operation: EndpointError.Operation, _ path: RelativePath
    ) throws(EndpointError) -> SCPEndpoint {
        guard let endpoint else { return self }
        guard let other = endpoint.undecorated as? SCPEndpoint, other.host === host else {
            throw EndpointError(.unsupported, operation, path: path, location: location)
        }
        return other
    }
}
