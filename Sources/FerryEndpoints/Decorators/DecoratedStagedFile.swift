internal import FerryCore

/// A staged file whose calls go through a decorator.
class DecoratedStagedFile: StagedFile {
    let base: any StagedFile
    let path: RelativePath
    let decorator: any EndpointDecorator

    init(_ base: any StagedFile, for path: RelativePath, by decorator: any EndpointDecorator) {
        self.base = base
        self.path = path
        self.decorator = decorator
    }

    var undecorated: any StagedFile { base.undecorated }
    var resumedLength: Int64 { base.resumedLength }
    var unsentLength: Int64 { base.unsentLength }
    var copiedLength: Int64 { base.copiedLength }
    var isLost: Bool { base.isLost }

    func around<Result>(
        _ call: EndpointCall, _ body: () throws(EndpointError) -> Result
    ) throws(EndpointError) -> Result {
        try decorator.around(call, path, body)
    }

    func write(_ bytes: UnsafeRawBufferPointer, at offset: Int64) throws(EndpointError) {
        try around(.write) { () throws(EndpointError) in try base.write(bytes, at: offset) }
    }

    func inherit(from reader: any ByteReader) { base.inherit(from: reader) }

    func copy(_ range: ByteRange, of entry: Entry, at offset: Int64) throws(EndpointError) {
        try around(.copy) { () throws(EndpointError) in try base.copy(range, of: entry, at: offset) }
    }

    func hole(_ range: ByteRange) throws(EndpointError) {
        try around(.hole) { () throws(EndpointError) in try base.hole(range) }
    }

    func splice(from reader: any ByteReader, length: Int64, at offset: Int64) throws(EndpointError) -> Int64 {
        try around(.splice) { () throws(EndpointError) in
            try base.splice(from: reader, length: length, at: offset)
        }
    }

    func readBack() throws(EndpointError) -> (any ByteReader)? {
        let reader = try around(.readBack) { () throws(EndpointError) in try base.readBack() }
        return reader.map { DecoratedReader($0, of: path, by: decorator) }
    }

    func storedDigests(by algorithm: DigestAlgorithm) throws(EndpointError) -> [StoredDigest]? {
        try around(.storedDigests) { () throws(EndpointError) in try base.storedDigests(by: algorithm) }
    }

    func checkpoint() throws(EndpointError) -> ResumeToken {
        try around(.checkpoint) { () throws(EndpointError) in try base.checkpoint() }
    }

    func synchronize() throws(EndpointError) {
        try around(.synchronize) { () throws(EndpointError) in try base.synchronize() }
    }

    /// What the decorator refuses is refused by the commit, too.
    func advance(toCommit metadata: Metadata, length: Int64) {
        try? around(.commit) { base.advance(toCommit: metadata, length: length) }
    }

    func awaitAnswers() { base.awaitAnswers() }

    func commit(metadata: Metadata, length: Int64) throws(EndpointError) -> Committed {
        try around(.commit) { () throws(EndpointError) in
            try base.commit(metadata: metadata, length: length)
        }
    }

    func keep(at path: RelativePath) throws(EndpointError) {
        try around(.keep) { () throws(EndpointError) in try base.keep(at: path) }
    }

    func discard() { base.discard() }
}
