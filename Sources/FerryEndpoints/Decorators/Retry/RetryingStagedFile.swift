internal import FerryCore

/// Repeats instructions at their offset. A commit that finds its staged file gone looks whether an earlier attempt, of
/// which the reply got lost, put it in its place.
final class RetryingStagedFile: DecoratedStagedFile {
    private let endpoint: RetryingEndpoint
    /// The end of what was written.
    private var extent: Int64 = 0

    private let isInPlace: Bool

    init(_ base: any StagedFile, for request: StageRequest, by endpoint: RetryingEndpoint) {
        self.endpoint = endpoint
        isInPlace = if case .inPlace = request.placement { true } else { false }
        super.init(base, for: request.path, by: endpoint)
        extent = base.resumedLength
    }

    /// Nobody waits for a file whose connection is gone: it is for the caller to begin it again.
    override func around<Result>(
        _ call: EndpointCall, _ body: () throws(EndpointError) -> Result
    ) throws(EndpointError) -> Result {
        try endpoint.policy.run(unless: { base.isLost }) { (_) throws(EndpointError) in try body() }
    }

    override func write(_ bytes: UnsafeRawBufferPointer, at offset: Int64) throws(EndpointError) {
        try super.write(bytes, at: offset)
        extent = max(extent, offset + Int64(bytes.count))
    }

    override func copy(_ range: ByteRange, of entry: Entry, at offset: Int64) throws(EndpointError) {
        // In place, a copy may have overwritten its own origin: made again it would copy something else.
        if isInPlace {
            try base.copy(range, of: entry, at: offset)
        } else {
            try super.copy(range, of: entry, at: offset)
        }
        extent = max(extent, offset + range.length)
    }

    override func hole(_ range: ByteRange) throws(EndpointError) {
        try super.hole(range)
        extent = max(extent, range.end)
    }

    override func splice(from reader: any ByteReader, length: Int64, at offset: Int64) throws(EndpointError) -> Int64 {
        let count = try super.splice(from: reader, length: length, at: offset)
        extent = max(extent, offset + count)
        return count
    }

    override func synchronize() throws(EndpointError) {
        try endpoint.policy.makeDurable(unless: { base.isLost }) { () throws(EndpointError) in try base.synchronize() }
    }

    override func advance(toCommit metadata: Metadata, length: Int64) {
        base.advance(toCommit: metadata, length: length)
    }

    override func commit(metadata: Metadata, length: Int64) throws(EndpointError) -> Committed {
        try endpoint.repeating(unless: .notFound, isOver: { base.isLost }) { () throws(EndpointError) in
            try base.commit(metadata: metadata, length: length)
        } done: { () throws(EndpointError) in
            guard let entry = try endpoint.base.entry(at: path), isCommitted(entry, metadata, length) else {
                return nil
            }
            let notSet = metadata.fields.subtracting(endpoint.capabilities.metadataKept)
            return Committed(entry: entry, notSet: notSet)
        }
    }

    override func keep(at path: RelativePath) throws(EndpointError) {
        try endpoint.repeating(unless: .notFound, isOver: { base.isLost }) { () throws(EndpointError) in
            try base.keep(at: path)
        } done: { () throws(EndpointError) in
            try endpoint.base.entry(at: path)?.kind == .file ? () : nil
        }
    }

    override func readBack() throws(EndpointError) -> (any ByteReader)? {
        let first = try endpoint.policy.run(unless: { base.isLost }) { (_) throws(EndpointError) in try base.readBack()
        }
        guard let first else { return nil }
        let written = WrittenBytes(file: base, written: extent, path: path, location: endpoint.location)
        return try RetryingReader(written, endpoint.policy, current: first)
    }

    private func isCommitted(_ entry: Entry, _ metadata: Metadata, _ length: Int64) -> Bool {
        guard entry.kind == .file, entry.size == length else { return false }
        guard let time = metadata.modified, endpoint.capabilities.metadataKept.contains(.modified) else { return true }
        return entry.modified == time.truncated(to: endpoint.capabilities.timePrecision)
    }
}
