public import FerryCore

/// An endpoint that adds one behaviour to another one.
///
/// Every call, also of the readers, listings, staged files and roles that it hands out, goes through `around`. A
/// decorator that needs more at one of them implements that call itself.
public protocol EndpointDecorator: Endpoint {
    var base: any Endpoint { get }

    /// Makes one call to the base; `path` is nil where no single entry is concerned.
    func around<Result>(
        _ call: EndpointCall, _ path: RelativePath?, _ body: () throws(EndpointError) -> Result
    ) throws(EndpointError) -> Result

    /// The same behaviour, with the same limits and counts, around a sibling of the base.
    func decorating(_ sibling: any Endpoint) -> any Endpoint
}

extension EndpointDecorator {
    public var location: String { base.location }
    public var capabilities: Capabilities { base.capabilities }
    public var identitySpace: String { base.identitySpace }
    public func absoluteName(of path: RelativePath) -> [UInt8]? { base.absoluteName(of: path) }
    public var undecorated: any Endpoint { base.undecorated }
    public func copies(from source: any Endpoint) -> Bool { base.copies(from: source) }
    public func takeRequests() -> [String: Int] { base.takeRequests() }

    public func entry(at path: RelativePath) throws(EndpointError) -> Entry? {
        try around(.look, path) { () throws(EndpointError) in try base.entry(at: path) }
    }

    public func file(at path: RelativePath) throws(EndpointError) -> Entry? {
        try around(.look, path) { () throws(EndpointError) in try base.file(at: path) }
    }

    public func attributes(of names: NameList, in directory: RelativePath) throws(EndpointError) -> [Attributes?] {
        try around(.lookAtSeveral, directory) { () throws(EndpointError) in
            try base.attributes(of: names, in: directory)
        }
    }

    public func list(_ request: ListingRequest) throws(EndpointError) -> any Listing {
        let listing = try around(.list, request.directory) { () throws(EndpointError) in try base.list(request) }
        return DecoratedListing(listing, of: request.directory, by: self)
    }

    public func read(_ entry: Entry, range: ByteRange?) throws(EndpointError) -> any ByteReader {
        let reader = try around(.openReader, entry.path) { () throws(EndpointError) in
            try base.read(entry, range: range)
        }
        return DecoratedReader(reader, of: entry.path, by: self)
    }

    public func stage(_ request: StageRequest) throws(EndpointError) -> any StagedFile {
        let file = try around(.stage, request.path) { () throws(EndpointError) in try base.stage(request) }
        return DecoratedStagedFile(file, for: request.path, by: self)
    }

    public func createDirectory(at path: RelativePath, metadata: Metadata) throws(EndpointError) {
        try around(.createDirectory, path) { () throws(EndpointError) in
            try base.createDirectory(at: path, metadata: metadata)
        }
    }

    public func remove(_ path: RelativePath, kind: EntryKind) throws(EndpointError) {
        try around(.remove, path) { () throws(EndpointError) in try base.remove(path, kind: kind) }
    }

    public func apply(
        _ metadata: Metadata, to path: RelativePath, kind: EntryKind
    ) throws(EndpointError) -> MetadataFields {
        try around(.apply, path) { () throws(EndpointError) in try base.apply(metadata, to: path, kind: kind) }
    }

    public func sibling(at path: [UInt8]) throws(EndpointError) -> any Endpoint {
        decorating(try around(.sibling, nil) { () throws(EndpointError) in try base.sibling(at: path) })
    }

    public func close() { base.close() }

    public var links: (any LinkRole)? { base.links.map { DecoratedLinks(base: $0, decorator: self) } }
    public var specialFiles: (any SpecialFileRole)? {
        base.specialFiles.map { DecoratedSpecialFiles(base: $0, decorator: self) }
    }
    public var renaming: (any RenamingRole)? { base.renaming.map { DecoratedRenaming(base: $0, decorator: self) } }
    public var durability: (any DurabilityRole)? {
        base.durability.map { DecoratedDurability(base: $0, decorator: self) }
    }
    public var batchRemoval: (any BatchRemovalRole)? {
        base.batchRemoval.map { DecoratedBatchRemoval(base: $0, decorator: self) }
    }
    public var leftovers: (any LeftoverRole)? {
        base.leftovers.map { DecoratedLeftovers(base: $0, decorator: self) }
    }
    public var directoryMarkers: (any DirectoryMarkerRole)? {
        base.directoryMarkers.map { DecoratedDirectoryMarkers(base: $0, decorator: self) }
    }
    public var versions: (any VersionRole)? { base.versions.map { DecoratedVersions(base: $0, decorator: self) } }
    public var accounts: (any AccountRole)? { base.accounts.map { DecoratedAccounts(base: $0, decorator: self) } }
    public var digests: (any DigestRole)? { base.digests.map { DecoratedDigests(base: $0, decorator: self) } }
    public var signatures: (any SignatureRole)? {
        base.signatures.map { DecoratedSignatures(base: $0, decorator: self) }
    }
    public var groupedCalls: (any GroupedCallsRole)? {
        base.groupedCalls.map { DecoratedGroupedCalls(base: $0, decorator: self) }
    }
    public var rangeReads: (any RangeReadRole)? {
        base.rangeReads.map { DecoratedRangeReads(base: $0, decorator: self) }
    }

    /// An error of the decorator's own.
    func failure(_ code: EndpointError.Code, _ call: EndpointCall, _ path: RelativePath?) -> EndpointError {
        EndpointError(code, call.operation, path: path, location: location)
    }
}
