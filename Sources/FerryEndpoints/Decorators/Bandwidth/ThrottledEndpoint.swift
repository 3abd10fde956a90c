public import FerryCore

/// Keeps the bytes of files within a rate. Names, metadata, copies at the far side and holes cost nothing.
public struct ThrottledEndpoint: EndpointDecorator {
    public let base: any Endpoint
    private let bandwidth: TokenBucket

    public init(_ base: any Endpoint, _ bandwidth: TokenBucket) {
        self.base = base
        self.bandwidth = bandwidth
    }

    public func around<Result>(
        _ call: EndpointCall, _ path: RelativePath?, _ body: () throws(EndpointError) -> Result
    ) throws(EndpointError) -> Result {
        try body()
    }

    public func decorating(_ sibling: any Endpoint) -> any Endpoint { ThrottledEndpoint(sibling, bandwidth) }

    public func read(_ entry: Entry, range: ByteRange?) throws(EndpointError) -> any ByteReader {
        throttled(try base.read(entry, range: range), of: entry)
    }

    public var rangeReads: (any RangeReadRole)? {
        base.rangeReads.map { ThrottledRangeReads(base: $0, endpoint: self) }
    }

    /// Counts what a reader reads.
    fileprivate func throttled(_ reader: any ByteReader, of entry: Entry) -> any ByteReader {
        guard bandwidth.counted.contains(.reads) else { return reader }
        return ThrottledReader(reader, cancelled: failure(.cancelled, .read, entry.path), bandwidth)
    }

    public func stage(_ request: StageRequest) throws(EndpointError) -> any StagedFile {
        let file = try base.stage(request)
        guard bandwidth.counted.contains(.writes) else { return file }
        return ThrottledStagedFile(file, for: request.path, by: self, bandwidth)
    }
}

private struct ThrottledRangeReads: RangeReadRole {
    let base: any RangeReadRole
    let endpoint: ThrottledEndpoint

    var rangeCost: Int64 { base.rangeCost }

    func read(_ entry: Entry, ranges: [ByteRange]) throws(EndpointError) -> any ByteReader {
        endpoint.throttled(try base.read(entry, ranges: ranges), of: entry)
    }
}

/// Hands out no descriptor: what the kernel copies by itself would not be counted.
private final class ThrottledReader: ByteReader {
    private let base: any ByteReader
    private let cancelled: EndpointError
    private let bandwidth: TokenBucket

    init(_ base: any ByteReader, cancelled: EndpointError, _ bandwidth: TokenBucket) {
        self.base = base
        self.cancelled = cancelled
        self.bandwidth = bandwidth
    }

    func advance() { base.advance() }

    func read(into buffer: UnsafeMutableRawBufferPointer) throws(EndpointError) -> Int {
        let slice = UnsafeMutableRawBufferPointer(rebasing: buffer.prefix(bandwidth.slice))
        let count = try base.read(into: slice)
        guard bandwidth.take(Int64(count)) else { throw cancelled }
        return count
    }

    func opened() throws(EndpointError) -> Entry? { try base.opened() }
    func verifyUnchanged() throws(EndpointError) { try base.verifyUnchanged() }
}

/// Writes, and lets the kernel copy, in slices that keep the flow even.
private final class ThrottledStagedFile: DecoratedStagedFile {
    private let bandwidth: TokenBucket

    init(
        _ base: any StagedFile, for path: RelativePath, by endpoint: ThrottledEndpoint, _ bandwidth: TokenBucket
    ) {
        self.bandwidth = bandwidth
        super.init(base, for: path, by: endpoint)
    }

    override func write(_ bytes: UnsafeRawBufferPointer, at offset: Int64) throws(EndpointError) {
        var rest = bytes[...]
        var position = offset
        repeat {
            let slice = UnsafeRawBufferPointer(rebasing: rest.prefix(bandwidth.slice))
            try take(Int64(slice.count))
            try base.write(slice, at: position)
            position += Int64(slice.count)
            rest = rest.dropFirst(slice.count)
        } while !rest.isEmpty
    }

    override func splice(from reader: any ByteReader, length: Int64, at offset: Int64) throws(EndpointError) -> Int64 {
        var done: Int64 = 0
        while done < length {
            let slice = min(Int64(bandwidth.slice), length - done)
            let count = try base.splice(from: reader, length: slice, at: offset + done)
            if count == 0 { break }
            try take(count)
            done += count
        }
        return done
    }

    override func readBack() throws(EndpointError) -> (any ByteReader)? {
        guard let reader = try base.readBack() else { return nil }
        guard bandwidth.counted.contains(.reads) else { return reader }
        return ThrottledReader(reader, cancelled: decorator.failure(.cancelled, .readBack, path), bandwidth)
    }

    private func take(_ count: Int64) throws(EndpointError) {
        guard bandwidth.take(count) else { throw decorator.failure(.cancelled, .write, path) }
    }
}
