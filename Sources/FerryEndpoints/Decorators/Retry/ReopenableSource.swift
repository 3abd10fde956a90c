internal import FerryCore

/// Something that can be opened for reading at any place, again and again, with the same bytes each time.
protocol ReopenableSource {
    /// The first position.
    var start: Int64 { get }
    /// Before this position the bytes do not end.
    var end: Int64 { get }

    func open(at position: Int64) throws(EndpointError) -> any ByteReader

    func failure(_ code: EndpointError.Code, _ reason: String?) -> EndpointError
}

extension ReopenableSource {
    /// A reader whose first bytes, up to the position, were read already.
    func skipping(_ count: Int64, of reader: any ByteReader) throws(EndpointError) -> any ByteReader {
        let buffer = UnsafeMutableRawBufferPointer.allocate(byteCount: 256 * 1024, alignment: 1)
        defer { buffer.deallocate() }
        var rest = count
        while rest > 0 {
            let part = UnsafeMutableRawBufferPointer(rebasing: buffer[..<Int(min(rest, Int64(buffer.count)))])
            let count = try reader.read(into: part)
            if count == 0 {
                try reader.verifyUnchanged()
                throw failure(.serverFailure, "the data ended too early")
            }
            rest -= Int64(count)
        }
        return reader
    }
}

/// One version of a file, or a range of it.
struct PinnedFile: ReopenableSource {
    let entry: Entry
    let range: ByteRange?
    let endpoint: any Endpoint

    var start: Int64 { range?.offset ?? 0 }
    var end: Int64 { min(entry.size, range?.end ?? .max) }

    func open(at position: Int64) throws(EndpointError) -> any ByteReader {
        if position == start { return try endpoint.read(entry, range: range) }
        if entry.version == nil { try requireSameEntry() }
        guard endpoint.capabilities.rangedReads else {
            return try skipping(position, of: endpoint.read(entry, range: nil))
        }
        let length = (range?.end ?? .max) - position
        return try endpoint.read(entry, range: ByteRange(offset: position, length: length))
    }

    /// Where no version pins the reader, size and time must still be those of the entry.
    private func requireSameEntry() throws(EndpointError) {
        let now = try endpoint.entry(at: entry.path)
        if now?.size != entry.size || now?.modified != entry.modified || now?.kind != entry.kind {
            throw failure(.changedDuringTransfer, nil)
        }
    }

    func failure(_ code: EndpointError.Code, _ reason: String?) -> EndpointError {
        EndpointError(code, .read, path: entry.path, location: endpoint.location, reason: reason)
    }
}

/// What was written to a staged file so far.
struct WrittenBytes: ReopenableSource {
    let file: any StagedFile
    /// How many bytes there are at least.
    let written: Int64
    let path: RelativePath
    let location: String

    var start: Int64 { 0 }
    var end: Int64 { written }

    func open(at position: Int64) throws(EndpointError) -> any ByteReader {
        guard let reader = try file.readBack() else { throw failure(.unsupported, nil) }
        return try skipping(position, of: reader)
    }

    func failure(_ code: EndpointError.Code, _ reason: String?) -> EndpointError {
        EndpointError(code, .read, path: path, location: location, reason: reason)
    }
}
