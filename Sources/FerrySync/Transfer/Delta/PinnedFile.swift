internal import FerryCore
internal import FerryDelta
internal import FerryEndpoints

/// One version of a file of an endpoint, readable anywhere. Every read is pinned to that version by itself, which costs
/// an opening; they come a mebibyte at a time.
struct PinnedFile: RandomAccessBytes {
    let entry: Entry
    private let endpoint: any Endpoint
    private let cancellation: Cancellation

    init(_ entry: Entry, on endpoint: any Endpoint, _ cancellation: Cancellation) {
        self.entry = entry
        self.endpoint = endpoint
        self.cancellation = cancellation
    }

    var size: Int { Int(entry.size) }

    func read(into buffer: UnsafeMutableRawBufferPointer, at offset: Int) throws(EndpointError) -> Int {
        if cancellation.isCancelled { throw failure(.cancelled) }
        let range = ByteRange(offset: Int64(offset), length: Int64(buffer.count))
        let reader = try endpoint.read(entry, range: range)
        let count = try reader.fill(buffer)
        try reader.verifyUnchanged()
        return count
    }

    /// The digest of a range.
    /// - Parameter isStopped: Asked now and then whether nobody wants it any more.
    func digest(
        of range: ByteRange, by algorithm: DigestAlgorithm, unless isStopped: () -> Bool = { false }
    ) throws(EndpointError) -> Digest {
        let reader = try endpoint.read(entry, range: range)
        let digest = try ContentHash.digest(of: reader, length: range.length, by: algorithm) {
            () throws(EndpointError) in if cancellation.isCancelled || isStopped() { throw failure(.cancelled) }
        }
        try reader.verifyUnchanged()
        guard let digest else { throw failure(.changedDuringTransfer) }
        return digest
    }

    /// The digests of ranges, each passed on as soon as it is there, in about the order of the ranges.
    func digests(
        of ranges: [ByteRange], by algorithm: DigestAlgorithm, unless isStopped: () -> Bool,
        _ take: (ByteRange, Digest) -> Void
    ) throws(EndpointError) {
        guard algorithm == .md5 else {
            for range in ranges { take(range, try digest(of: range, by: algorithm, unless: isStopped)) }
            return
        }
        var lanes = RangeLanes(of: ranges, self)
        while try lanes.advance(take) {
            if cancellation.isCancelled || isStopped() { throw failure(.cancelled) }
        }
    }

    func open(_ range: ByteRange) throws(EndpointError) -> any ByteReader {
        try endpoint.read(entry, range: range)
    }

    /// What an error of the delta engine means for this file.
    func failure(_ error: DeltaError) -> EndpointError { error.endpointError ?? failure(.changedDuringTransfer) }

    func failure(_ code: EndpointError.Code) -> EndpointError {
        EndpointError(code, .read, path: entry.path, location: endpoint.location)
    }
}

extension DeltaError {
    /// The endpoint's error that ended the work; nil where content was not what it should be.
    var endpointError: EndpointError? {
        switch self {
        case .reading(let cause), .writing(let cause): cause as? EndpointError
        default: nil
        }
    }
}
