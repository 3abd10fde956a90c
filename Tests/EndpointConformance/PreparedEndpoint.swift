package import FerryCore
package import FerryEndpoints

/// An endpoint that can only be read, with the means to prepare what it shows: another endpoint, of the same tree, that
/// can be written. Held against the suite, reading is examined and writing is a tool.
package struct PreparedEndpoint: Endpoint {
    let read: any Endpoint
    let written: any Endpoint
    let names: NameRules

    /// - Parameter names: What the server at hand can show, which may be less than the endpoint could.
    package init(reading read: any Endpoint, preparedBy written: any Endpoint, names: NameRules = .posix) {
        self.read = read
        self.written = written
        self.names = names
    }

    package var location: String { read.location }

    package var capabilities: Capabilities {
        var capabilities = read.capabilities
        capabilities.names = names
        return capabilities
    }

    package func entry(at path: RelativePath) throws(EndpointError) -> Entry? { try read.entry(at: path) }

    package func list(_ request: ListingRequest) throws(EndpointError) -> any Listing { try read.list(request) }

    package func read(_ entry: Entry, range: ByteRange?) throws(EndpointError) -> any ByteReader {
        try read.read(entry, range: range)
    }

    package func stage(_ request: StageRequest) throws(EndpointError) -> any StagedFile {
        PreparedFile(base: try written.stage(request), path: request.path, read: read)
    }

    package func createDirectory(at path: RelativePath, metadata: Metadata) throws(EndpointError) {
        try written.createDirectory(at: path, metadata: metadata)
    }

    package func remove(_ path: RelativePath, kind: EntryKind) throws(EndpointError) {
        try written.remove(path, kind: kind)
    }

    package func apply(
        _ metadata: Metadata, to path: RelativePath, kind: EntryKind
    ) throws(EndpointError) -> MetadataFields {
        try written.apply(metadata, to: path, kind: kind)
    }

    package func sibling(at path: [UInt8]) throws(EndpointError) -> any Endpoint {
        PreparedEndpoint(reading: try read.sibling(at: path), preparedBy: try written.sibling(at: path), names: names)
    }

    package func close() {
        read.close()
        written.close()
    }
}

/// A staged file whose commit answers with what can be read then.
private final class PreparedFile: StagedFile {
    let base: any StagedFile
    let path: RelativePath
    let read: any Endpoint

    init(base: any StagedFile, path: RelativePath, read: any Endpoint) {
        self.base = base
        self.path = path
        self.read = read
    }

    var resumedLength: Int64 { base.resumedLength }

    func write(_ bytes: UnsafeRawBufferPointer, at offset: Int64) throws(EndpointError) {
        try base.write(bytes, at: offset)
    }

    func copy(_ range: ByteRange, of entry: Entry, at offset: Int64) throws(EndpointError) {
        try base.copy(range, of: entry, at: offset)
    }

    func hole(_ range: ByteRange) throws(EndpointError) { try base.hole(range) }

    func checkpoint() throws(EndpointError) -> ResumeToken { try base.checkpoint() }

    func synchronize() throws(EndpointError) { try base.synchronize() }

    func commit(metadata: Metadata, length: Int64) throws(EndpointError) -> Committed {
        var committed = try base.commit(metadata: metadata, length: length)
        if let entry = try read.entry(at: path) { committed.entry = entry }
        return committed
    }

    func keep(at path: RelativePath) throws(EndpointError) { try base.keep(at: path) }

    func discard() { base.discard() }
}
