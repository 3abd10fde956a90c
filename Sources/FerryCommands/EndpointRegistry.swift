internal import CurlEndpoints
internal import FTPEndpoint
internal import FerryAgent
public import FerryCore
public import FerryEndpoints
internal import FerryState
internal import FerrySync
internal import LocalEndpoint
internal import SSHEndpoint

/// Which kinds of location can be opened, and how. The one place that knows concrete endpoints.
public struct EndpointRegistry: Sendable {
    /// `--preallocate`, `--keep-dirlinks`, `--open-noatime`
    public var reservesSpace = false
    public var followsDirectoryLinks = false
    public var keepsAccessTimes = false
    /// What published manifests say is part of the answer, not of the question.
    var provesContent = false

    /// Within what inodes are those of this machine.
    static var machine: String { LocalEndpoint.machine }

    private let ssh: SSHHosts
    private(set) var web: WebAccess?
    private let ftp: FTPServers?
    let stores: ObjectStoreAccess?
    private let retry: RetryPolicy
    private let hostRetry: RetryPolicy
    /// Of calls at a time: a host has one connection.
    private let hostLimit: ConnectionLimit?

    /// Seconds for which a lost connection is tried again where `--timeout` says nothing else.
    private static let reconnectionTime = 60.0

    /// Opens paths of this machine, and hosts as ssh's own configuration has them.
    public init() {
        ssh = SSHHosts(SSHWays(), agent: .auto) { _ in }
        web = nil
        ftp = nil
        stores = nil
        retry = RetryPolicy()
        hostRetry = RetryPolicy()
        hostLimit = nil
    }

    /// Goes by what a command line and the environment say of other places.
    /// - Parameters:
    ///   - connections: How many there may be to each place; nil: as many as are usual.
    ///   - state: Remembers what hosts turned out to have; nil: nothing is remembered.
    ///   - note: Told what a curious user may want to know.
    init(
        resolving arguments: Arguments, environment: Environment, connections: Int? = nil, state: StateStore? = nil,
        cancellation: Cancellation,
        note: @escaping @Sendable (String) -> Void,
        warn: @escaping @Sendable (String) -> Void
    ) throws(UsageError) {
        let ways = try SSHWays(
            resolving: arguments, environment: environment, connections: connections, cancellation: cancellation,
            warn: warn)
        ssh = SSHHosts(
            ways, agent: try AgentChoice(arguments.remote.agent),
            compression: try StreamCompression.resolving(arguments.remote.compression), state: state, note: note)
        // Before --timeout is over, so that there is time left to say what it was.
        let patience = ways.options.timeout.map { 0.75 * Double($0) } ?? Self.reconnectionTime
        var hostRetry = RetryPolicy(attempts: 8, totalTime: patience, cancellation: cancellation)
        hostRetry.contact = FirstContact(isMade: true)
        self.hostRetry = hostRetry
        hostLimit = connections.map { ConnectionLimit($0, cancellation: cancellation) }
        let web = try WebAccess(arguments, environment, connections: connections, cancellation)
        self.web = web
        stores = try ObjectStoreAccess(
            arguments.objectStores, environment, web.engine, memory: state.map(StoreMemory.init),
            comparesContent: arguments.writing.verification != WritingOptions.VerificationPolicy.none)
        ftp = FTPServers(
            try FTPAccess(arguments, environment, connections: connections, warn: warn), cancellation)
        var retry = RetryPolicy(cancellation: cancellation)
        if ways.options.timeout != nil { retry.totalTime = min(retry.totalTime, patience) }
        self.retry = retry
    }

    /// For locations on the web that a stranger has named.
    var withoutSecrets: EndpointRegistry {
        var registry = self
        registry.web = web?.withoutSecrets
        return registry
    }

    /// Opens the directory at `path` of a location, which need not exist. `path` replaces the location's own.
    /// - Parameter first: The entry there that will be asked for first.
    public func open(
        _ location: Location, at path: [UInt8], first: RelativePath = .root
    ) throws(UsageError) -> any Endpoint {
        try requireSupport(of: location)
        if location.isHost { return try openHost(location, at: path, first) }
        if let ftp, location.isFTP { return decorated(try openFTP(location, at: path, ftp), with: remoteBehaviour) }
        if location.scheme == .s3 { return decorated(try openS3(location, at: path), with: remoteBehaviour) }
        if let web, !location.isLocal { return openWeb(location, at: path, web, remoteBehaviour) }
        var options = LocalOptions()
        options.reservesSpace = reservesSpace
        options.followsDirectoryLinks = followsDirectoryLinks
        options.keepsAccessTimes = keepsAccessTimes
        return LocalEndpoint(root: path.isEmpty ? [UInt8(ascii: ".")] : path, options: options)
    }

    private var remoteBehaviour: DecoratorOptions {
        var retry = retry
        retry.contact = FirstContact()
        let connections = ConnectionLimit(Self.mostCalls, cancellation: retry.cancellation)
        return DecoratorOptions(connections: connections, retry: retry)
    }

    /// At a time, as long as nobody asks for patience: more than there are threads to make them.
    private static let mostCalls = 64

    private func openFTP(
        _ location: Location, at path: [UInt8], _ servers: FTPServers
    ) throws(UsageError) -> any Endpoint {
        try servers.access.proxy.requireDirectWay(to: location)
        do throws(EndpointError) {
            return FTPEndpoint(path, on: try servers.server(of: location))
        } catch {
            throw UsageError(error)
        }
    }

    /// Connects on the calling thread to a place of which several questions may be asked at a time.
    /// - Parameter looks: What will be asked for first.
    func connect(_ location: Location, expecting looks: [FirstLook]) throws(UsageError) {
        guard location.answersAtOnce else { return }
        do throws(EndpointError) {
            try ssh.host(of: location).connect("\(location)", expecting: looks)
        } catch {
            throw UsageError(error)
        }
    }

    private func openHost(
        _ location: Location, at path: [UInt8], _ first: RelativePath
    ) throws(UsageError) -> any Endpoint {
        let place = Location(
            scheme: location.scheme, user: location.user, host: location.host, port: location.port, path: path)
        var options = TreeOptions()
        if reservesSpace { options.insert(.reservesSpace) }
        if followsDirectoryLinks { options.insert(.followsDirectoryLinks) }
        if keepsAccessTimes { options.insert(.keepsAccessTimes) }
        do throws(EndpointError) {
            let host = ssh.host(of: location)
            // Shells are counted where they are: who waits for one must not keep those from going on who have one.
            if location.scheme == .scp {
                let endpoint = try host.openBySCP(path, location: "\(place)")
                return decorated(endpoint, with: DecoratorOptions(retry: hostRetry))
            }
            let endpoint = try host.open(path, options: options, location: "\(place)", first: first)
            return decorated(endpoint, with: DecoratorOptions(connections: hostLimit, retry: hostRetry))
        } catch {
            throw UsageError(error)
        }
    }

    /// Refuses locations that nothing here can open, and settings that they do not have.
    public func requireSupport(of location: Location) throws(UsageError) {
        let isSupported =
            location.isLocal || location.isHost || ftp != nil && location.isFTP
            || web != nil && [.http, .https, .dav, .davs, .s3].contains(location.scheme)
        guard isSupported else {
            throw UsageError(
                "\(location): \(location.scheme.title) locations are not supported by this version",
                status: .notSupported)
        }
        try location.requireKnownSettings()
    }

    /// Whether directories need not be made before something is put into them.
    func hasSimulatedDirectories(_ location: Location) throws(UsageError) -> Bool {
        let endpoint = try open(location, at: location.path)
        defer { endpoint.close() }
        return endpoint.capabilities.directories == .simulated
    }

    /// Reads an operand as a location that can be opened.
    ///
    /// - Parameter isRelative: It is a source under `--relative`.
    public func location(_ operand: [UInt8], isRelative: Bool = false) throws(UsageError) -> Location {
        let location: Location
        do throws(LocationError) {
            location = try LocationParser.parse(operand)
        } catch {
            throw UsageError("\(error)", status: error.status)
        }
        try requireSupport(of: location)
        try location.requireKeyThatIsAPath(isRelative: isRelative)
        return location
    }

    /// What is at a path of a location: a directory behind symlinks is that directory, another entry is itself.
    public func entry(at path: [UInt8], of location: Location) throws(UsageError) -> Entry? {
        let split = try SourceRoot(path, isRelative: false)
        let itself = { @Sendable () throws(UsageError) in split.path.isRoot ? nil : try entry(split, of: location) }
        try connect(location, expecting: [FirstLook(path), FirstLook(split.root, split.path)])
        let ahead = location.answersAtOnce ? QuestionAhead(itself) : nil
        let directory = try open(location, at: path)
        defer { directory.close() }
        if let root = try looking({ () throws(EndpointError) in try directory.entry(at: .root) }) { return root }
        if let ahead { return try ahead.get() }
        return try itself()
    }

    /// The entry in the directory that holds it.
    private func entry(_ split: SourceRoot, of location: Location) throws(UsageError) -> Entry? {
        let holder = try open(location, at: split.root, first: split.path)
        defer { holder.close() }
        return try looking { () throws(EndpointError) in try holder.entry(at: split.path) }
    }

    /// Looks something up; failing that is the end of the command.
    func looking(_ body: () throws(EndpointError) -> Entry?) throws(UsageError) -> Entry? {
        do throws(EndpointError) {
            return try body()
        } catch {
            throw UsageError(error)
        }
    }
}

extension Location {
    fileprivate var isHost: Bool { scheme == .sftp || scheme == .scp }
    /// Whether several questions may be under way over its one connection.
    var answersAtOnce: Bool { scheme == .sftp }
    fileprivate var isFTP: Bool { scheme == .ftp || scheme == .ftps }
}

extension UsageError {
    /// What a command cannot begin without.
    init(_ error: EndpointError) {
        self.init("\(error)", status: error.connectionStatus ?? .fileSelection)
    }
}
