package import FerryCore

/// An endpoint that adds one behaviour to another one.
///
/// Every call, also of the readers, listings, staged files and roles that it hands out, goes through `around`. A
/// decorator that needs more at one of them implements that call itself.
package protocol EndpointDecorator: Endpoint {
    var base: any Endpoint { get }

    /// Makes one call to the base; `path` is nil where no single entry is concerned.
    func around<Result>(
        _ call: EndpointCall, _ path: RelativePath?, _ body: () throws(EndpointError) -> Result
    ) throws(EndpointError) -> Result

    /// The same behaviour, with the same limits and counts, around a sibling of the base.
    func decorating(_ sibling: any Endpoint) -> any Endpoint
}

extension EndpointDecorator {
    package var location: String { base.location }
    package var capabilities: Capabilities { base.capabilities }
    package var identitySpace: String { base.identitySpace }
    package func absoluteName(of path: RelativePath) -> [UInt8]? { base.absoluteName(of: path) }
    package var undecorated: any Endpoint { base.undecorated }
    package func copies(from source: any Endpoint) -> Bool { base.copies(from: source) }
    package func takeRequests() -> [String: Int] { base.takeRequests() }

    package func entry(at path: RelativePath) throws(EndpointError) -> Entry? {
        try around(.look, path) { () throws(EndpointError) in try base.entry(at: path) }
    }

    package func file(at path: RelativePath) throws(EndpointError) -> Entry? {
        try around(.look, path) { () throws(EndpointError) in try base.file(at: path) }
    }

    package func attributes(of names: NameList, in directory: RelativePath) throws(EndpointError) -> [Attributes?] {
        try around(.lookAtSeveral, directory) { () throws(EndpointError) in
            try base.attributes(of: names, in: directory)
        }
    }

    package func list(_ request: ListingRequest) throws(EndpointError) -> any Listing {
        let listing = try around(.list, request.directory) { () throws(EndpointError) in try base.list(request) }
        return DecoratedListing(listing, of: request.directory, by: self)
    }

    package func read(_ entry: Entry, range: ByteRange?) throws(EndpointError) -> any ByteReader {
        let reader = try around(.openReader, entry.path) { () throws(EndpointError) in
            try base.read(entry, range: range)
        }
        return DecoratedReader(reader, of: entry.path, by: self)
    }

    package func stage(_ request: StageRequest) throws(EndpointError) -> any StagedFile {
        let file = try around(.stage, request.path) { () throws(EndpointError) in try base.stage(request) }
        return DecoratedStagedFile(file, for: request.path, by: self)
    }

    package func createDirectory(at path: RelativePath, metadata: Metadata) throws(EndpointError) {
        try around(.createDirectory, path) { () throws(EndpointError) in
            try base.createDirectory(at: path, metadata: metadata)
        }
    }

    package func remove(_ path: RelativePath, kind: EntryKind) throws(EndpointError) {
        try around(.remove, path) { () throws(EndpointError) in try base.remove(path, kind: kind) }
    }

    package func apply(
        _ metadata: Metadata, to path: RelativePath, kind: EntryKind
    ) throws(EndpointError) -> MetadataFields {
        try around(.apply, path) { () throws(EndpointError) in try base.apply(metadata, to: path, kind: kind) }
    }

    package func sibling(at path: [UInt8]) throws(EndpointError) -> any Endpoint {
        decorating(try around(.sibling, nil) { () throws(EndpointError) in try base.sibling(at: path) })
    }

    package func close() { base.close() }

    package var links: (any LinkRole)? { base.links.map { DecoratedLinks(base: $0, decorator: self) } }
    package var specialFiles: (any SpecialFileRole)? {
        base.specialFiles.map { DecoratedSpecialFiles(base: $0, decorator: self) }
    }
    package var renaming: (any RenamingRole)? { base.renaming.map { DecoratedRenaming(base: $0, decorator: self) } }
    package var durability: (any DurabilityRole)? {
        base.durability.map { DecoratedDurability(base: $0, decorator: self) }
    }
    package var batchRemoval: (any BatchRemovalRole)? {
        base.batchRemoval.map { DecoratedBatchRemoval(base: $0, decorator: self) }
    }
    package var leftovers: (any LeftoverRole)? {
        base.leftovers.map { DecoratedLeftovers(base: $0, decorator: self) }
    }
    package var directoryMarkers: (any DirectoryMarkerRole)? {
        base.directoryMarkers.map { DecoratedDirectoryMarkers(base: $0, decorator: self) }
    }
    package var versions: (any VersionRole)? { base.versions.map { DecoratedVersions(base: $0, decorator: self) } }
    package var accounts: (any AccountRole)? { base.accounts.map { DecoratedAccounts(base: $0, decorator: self) } }
    package var digests: (any DigestRole)? { base.digests.map { DecoratedDigests(base: $0, decorator: self) } }
    package var signatures: (any SignatureRole)? {
        base.signatures.map { DecoratedSignatures(base: $0, decorator: self) }
    }
    package var groupedCalls: (any GroupedCallsRole)? {
        base.groupedCalls.map { DecoratedGroupedCalls(base: $0, decorator: self) }
    }
    package var rangeReads: (any RangeReadRole)? {
        base.rangeReads.map { DecoratedRangeReads(base: $0, decorator: self) }
    }

    /// An error of the decorator's own.
    func failure(_ code: EndpointError.Code, _ call: EndpointCall, _ path: RelativePath?) -> EndpointError {
        EndpointError(code, call.operation, path: path, location: location)
    }
}
