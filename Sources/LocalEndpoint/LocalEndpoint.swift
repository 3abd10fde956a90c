public import FerryCore
public import FerryEndpoints
internal import Glibc

/// A directory tree of this machine.
///
/// Everything below the root is reached through directory descriptors, so that no process that swaps a directory for a
/// symlink meanwhile can make it read, write or delete elsewhere. The root itself may be a symlink, and need not exist
/// before `createDirectory` makes it.
public final class LocalEndpoint: Endpoint {
    public let location: String
    public let capabilities: Capabilities
    let root: [UInt8]
    let tree: Tree

    public init(root: [UInt8], options: LocalOptions = LocalOptions()) {
        self.root = root
        location = DisplayName.escaping(root)
        tree = Tree(root: root, options: options)
        capabilities = FileSystemTraits(at: options.confinement ?? root).capabilities
    }

    public convenience init(root: String, options: LocalOptions = LocalOptions()) {
        self.init(root: Array(root.utf8), options: options)
    }

    public static let machine = "this machine"
    public var identitySpace: String { Self.machine }

    public func entry(at path: RelativePath) throws(EndpointError) -> Entry? {
        try during(.look, path) { () throws(Errno) in try tree.entry(at: path) }
    }

    public func attributes(of names: NameList, in directory: RelativePath) throws(EndpointError) -> [Attributes?] {
        try during(.look, directory) { () throws(Errno) in try tree.attributes(of: names, in: directory) }
    }

    public func list(_ request: ListingRequest) throws(EndpointError) -> any Listing {
        guard request.links == .keep || tree.mayFollowLinks else {
            throw EndpointError(
                .permissionDenied, .list, path: request.directory, location: location,
                reason: "symbolic links are not followed here")
        }
        return LocalListing(try Walk(request, tree: tree, location: location))
    }

    public func read(_ entry: Entry, range: ByteRange?) throws(EndpointError) -> any ByteReader {
        try tree.reader(of: entry, range: range, location: location)
    }

    public func stage(_ request: StageRequest) throws(EndpointError) -> any StagedFile {
        try LocalStagedFile.begin(request, tree: tree, location: location)
    }

    public func close() {
        tree.close()
    }

    public func sibling(at path: [UInt8]) throws(EndpointError) -> any Endpoint {
        let isAbsolute = path.first == RelativePath.separator || root.isEmpty
        return LocalEndpoint(root: isAbsolute ? path : root + [RelativePath.separator] + path, options: tree.options)
    }

    public var links: (any LinkRole)? { self }
    public var specialFiles: (any SpecialFileRole)? { self }
    public var renaming: (any RenamingRole)? { self }
    public var durability: (any DurabilityRole)? { self }
    public var leftovers: (any LeftoverRole)? { self }
    public var accounts: (any AccountRole)? { LocalAccounts() }

    func during<Result>(
        _ operation: EndpointError.Operation, _ path: RelativePath, _ body: () throws(Errno) -> Result
    ) throws(EndpointError) -> Result {
        do {
            return try body()
        } catch {
            throw error.during(operation, path, at: location)
        }
    }

    /// The tree of a sibling that was handed over; nil means this endpoint.
    func tree(of endpoint: (any Endpoint)?, _ operation: EndpointError.Operation, _ path: RelativePath)
        throws(EndpointError) -> Tree
    {
        guard let endpoint else { return tree }
        guard let local = endpoint.undecorated as? LocalEndpoint else {
            throw EndpointError(.unsupported, operation, path: path, location: location)
        }
        return local.tree
    }
}
