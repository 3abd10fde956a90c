public import FerryCore

/// A complete endpoint in memory: for tests, and the reference for what the contract means.
public struct MemoryEndpoint: Endpoint {
    public let store: MemoryStore
    /// The root of this endpoint, as a path of the store.
    public let base: RelativePath

    public init(store: MemoryStore, base: RelativePath) {
        self.store = store
        self.base = base
    }

    /// A new store's root.
    public init(_ options: MemoryOptions = MemoryOptions()) {
        self.init(store: MemoryStore(options), base: .root)
    }

    public var location: String { "memory:/\(base)" }
    public var capabilities: Capabilities { store.options.capabilities }
    public var identitySpace: String { "memory \(ObjectIdentifier(store))" }

    public var links: (any LinkRole)? { role(.links) }
    public var specialFiles: (any SpecialFileRole)? { role(.specialFiles) }
    public var renaming: (any RenamingRole)? { role(.renaming) }
    public var durability: (any DurabilityRole)? { role(.durability) }
    public var batchRemoval: (any BatchRemovalRole)? { role(.batchRemoval) }
    public var leftovers: (any LeftoverRole)? { role(.leftovers) }
    public var digests: (any DigestRole)? { role(.digests) }
    public var groupedCalls: (any GroupedCallsRole)? { role(.groupedCalls).map(SingleCalls.init) }

    private func role(_ role: MemoryOptions.Roles) -> MemoryEndpoint? {
        store.options.roles.contains(role) ? self : nil
    }

    public func entry(at path: RelativePath) throws(EndpointError) -> Entry? {
        let place = base.appending(path)
        let simulated = capabilities.directories == .simulated
        return try call(.look, path) { (tree) throws(MemoryFailure) in
            if let inode = try tree.find(place) { return tree.entry(inode, at: path) }
            return path.isRoot && simulated ? Entry(path: path, kind: .directory) : nil
        }
    }

    public func list(_ request: ListingRequest) throws(EndpointError) -> any Listing {
        try MemoryListing(request, of: self)
    }

    public func read(_ entry: Entry, range: ByteRange?) throws(EndpointError) -> any ByteReader {
        if let range, range.offset > 0, !capabilities.rangedReads { throw failure(.unsupported, .read, entry.path) }
        let place = base.appending(entry.path)
        let inode = try call(.read, entry.path) { (tree) throws(MemoryFailure) in
            guard let target = try tree.follow(place.bytes, from: .root), let inode = try tree.find(target) else {
                throw MemoryFailure.absent
            }
            try tree.requireReadable(inode, entry.version)
            return inode
        }
        return MemoryByteReader(self, entry, inode: inode, range: range ?? ByteRange(offset: 0, length: .max))
    }

    public func stage(_ request: StageRequest) throws(EndpointError) -> any StagedFile {
        try requireName(request.path, .write)
        return try MemoryStagedFile(request, on: self)
    }

    public func createDirectory(at path: RelativePath, metadata: Metadata) throws(EndpointError) {
        try requireName(path, .createDirectory)
        let place = base.appending(path)
        guard capabilities.directories == .real else { return }
        try call(.createDirectory, path) { (tree) throws(MemoryFailure) in
            let inode = try tree.attach(MemoryNode(.directory, at: tree.options.clock()), at: place)
            tree.set(metadata, on: inode)
        }
    }

    public func remove(_ path: RelativePath, kind: EntryKind) throws(EndpointError) {
        if kind.isDirectory, capabilities.directories == .simulated { return }
        let place = base.appending(path)
        try call(.remove, path) { (tree) throws(MemoryFailure) in
            try tree.detach(place, isDirectory: kind.isDirectory)
        }
    }

    public func apply(
        _ metadata: Metadata, to path: RelativePath, kind: EntryKind
    ) throws(EndpointError) -> MetadataFields {
        let place = base.appending(path)
        return try call(.setMetadata, path) { (tree) throws(MemoryFailure) in
            guard let inode = try kind.isDirectory ? tree.findDirectory(place) : tree.find(place) else {
                throw MemoryFailure.absent
            }
            return tree.set(metadata, on: inode)
        }
    }

    /// An absolute path is one of the store, a relative one starts at this root; `.` and `..` mean what they do.
    public func sibling(at path: [UInt8]) throws(EndpointError) -> any Endpoint {
        var place = path.first == RelativePath.separator ? .root : base
        for name in path.split(separator: RelativePath.separator) where !name.elementsEqual(".".utf8) {
            place = name.elementsEqual("..".utf8) ? place.parent ?? .root : place.appending(name: Array(name))
        }
        return MemoryEndpoint(store: store, base: place)
    }

    /// There is no connection: staged files end with their objects.
    public func close() {}

    /// From now on nobody may read the entry, or look below it.
    public func forbid(_ path: RelativePath) throws(EndpointError) {
        let place = base.appending(path)
        try call(.setMetadata, path) { (tree) throws(MemoryFailure) in
            guard let inode = try tree.find(place) else { throw MemoryFailure.absent }
            tree.change(inode) { $0.isForbidden = true }
        }
    }
}

extension MemoryEndpoint {
    /// One call to the store: costs the latency, and says what was tried when it fails.
    func call<Result: Sendable>(
        _ operation: EndpointError.Operation, _ path: RelativePath?,
        _ body: (inout MemoryTree) throws(MemoryFailure) -> Result
    ) throws(EndpointError) -> Result {
        store.wait()
        do {
            return try store.access(body)
        } catch {
            throw error.during(operation, path, at: location)
        }
    }

    func failure(
        _ code: EndpointError.Code, _ operation: EndpointError.Operation, _ path: RelativePath?
    ) -> EndpointError {
        EndpointError(code, operation, path: path, location: location)
    }

    func requireName(_ path: RelativePath, _ operation: EndpointError.Operation) throws(EndpointError) {
        if !capabilities.names.allows(base.appending(path)) { throw failure(.nameNotAllowed, operation, path) }
    }

    /// The path of the store that an argument's path means: on this endpoint, or on a sibling of it.
    func place(_ path: RelativePath, on other: (any Endpoint)?) -> RelativePath? {
        guard let other else { return base.appending(path) }
        guard let sibling = other.undecorated as? MemoryEndpoint, sibling.store === store else { return nil }
        return sibling.base.appending(path)
    }
}
