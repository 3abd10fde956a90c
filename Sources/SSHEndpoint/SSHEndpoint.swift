public import FerryCore
public import FerryEndpoints

/// A directory tree on a host, through SFTP.
///
/// Each directory that a path leads through is looked at before the path is used, and symlinks are refused there; see
/// `TrustedDirectories` for what that cannot prevent.
public final class SSHEndpoint: Endpoint {
    public let location: String
    private let stated: Capabilities
    let host: SSHHost
    let root: RemoteRoot
    let features: ServerFeatures
    /// Whether the server computes digests of files.
    let checksFiles: Bool
    let trusted = TrustedDirectories()
    let followed = FollowedLinks()
    let made = MadeDirectories()
    public let littered: LitteredDirectories? = LitteredDirectories()

    /// Opens the directory at a location's path, which need not exist.
    public convenience init(_ path: [UInt8], on host: SSHHost, location: String) throws(EndpointError) {
        do throws(SFTPError) {
            let (root, features, server) = try Self.begin(path, on: host)
            self.init(root, on: host, location: location, features, server.capabilities, server.checksFiles)
        } catch {
            throw error.during(.connect, nil, at: location)
        }
    }

    /// What has to be known of a root. A connection that was there, and broke over that, is made once more.
    private static func begin(
        _ path: [UInt8], on host: SSHHost
    ) throws(SFTPError) -> (RemoteRoot, ServerFeatures, ServerCapabilities) {
        let ask = { () throws(SFTPError) in
            let connection = try host.connection()
            let root = try RemoteRoot(path, on: connection)
            return (root, connection.features, try host.server(connection))
        }
        do throws(SFTPError) {
            return try ask()
        } catch {
            guard case .lost(let failure) = error, failure.isBreakOff else { throw error }
            return try ask()
        }
    }

    private init(
        _ root: RemoteRoot, on host: SSHHost, location: String, _ features: ServerFeatures,
        _ capabilities: Capabilities,
        _ checksFiles: Bool
    ) {
        self.root = root
        self.host = host
        self.location = location
        self.features = features
        self.checksFiles = checksFiles
        stated = capabilities
    }

    /// All endpoints of a host share its connections.
    public var identitySpace: String { "\(ObjectIdentifier(host))" }

    /// What counts from the home directory is not known to be the same as an absolute name.
    public func absoluteName(of path: RelativePath) -> [UInt8]? {
        let start = root.bytes.first == RelativePath.separator ? [] : Array("~".utf8)
        return start + ServerPath(root.bytes).bytes(of: path)
    }

    public var capabilities: Capabilities {
        var capabilities = stated
        capabilities.digestsStaged = offersDigests
        return capabilities
    }

    public func sibling(at path: [UInt8]) throws(EndpointError) -> any Endpoint {
        SSHEndpoint(
            root.sibling(at: path), on: host, location: "\(location)/\(DisplayName.escaping(path))", features, stated,
            checksFiles)
    }

    public func read(_ entry: Entry, range: ByteRange?) throws(EndpointError) -> any ByteReader {
        try RemoteReader(opening: entry, range: range, of: self)
    }

    public func stage(_ request: StageRequest) throws(EndpointError) -> any StagedFile {
        try RemoteStagedFile.begin(request, on: self)
    }

    /// The connection stays for the other endpoints of the host.
    public func close() { host.clearUp() }

    public var links: (any LinkRole)? { features.resolvesLinks ? nil : self }
    public var renaming: (any RenamingRole)? { self }
    public var batchRemoval: (any BatchRemovalRole)? { self }
    public var groupedCalls: (any GroupedCallsRole)? { self }
    public var durability: (any DurabilityRole)? { features.offers(.fsync) ? self : nil }
    public var leftovers: (any LeftoverRole)? { ListedLeftovers(from: self, listedBy: self) }
    public var accounts: (any AccountRole)? { features.offers(.accountNames) ? self : nil }
    public var digests: (any DigestRole)? { offersDigests ? self : nil }

    /// Calls `body` with the connection, and names its errors.
    func during<Result>(
        _ operation: EndpointError.Operation, _ path: RelativePath, _ body: (Connection) throws(SFTPError) -> Result
    ) throws(EndpointError) -> Result {
        do throws(SFTPError) {
            return try body(try host.connection())
        } catch {
            throw error.during(operation, path, at: location)
        }
    }

    /// An endpoint of the same host that was handed over; nil means this one.
    func neighbour(
        _ endpoint: (any Endpoint)?, _ operation: EndpointError.Operation, _ path: RelativePath
    ) throws(EndpointError) -> SSHEndpoint {
        guard let endpoint else { return self }
        guard let other = endpoint.undecorated as? SSHEndpoint, other.host === host else {
            throw EndpointError(.unsupported, operation, path: path, location: location)
        }
        return other
    }
}
