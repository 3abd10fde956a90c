internal import FerryCore
internal import FerryDelta
internal import FerryEndpoints

/// Fetches ranges of a file far away: together where the place can do that, else each with one request, some of them before
/// they are needed, since what is between two short ranges is the way there and back, not the bytes.
final class RangesAhead {
    private struct Request: Sendable {
        let range: ByteRange
        let answer = Channel<Result<RangeBytes, EndpointError>>(capacity: 1)
    }

    private let entry: Entry
    private let endpoint: any Endpoint
    private let requests = Channel<Request>(capacity: depth)
    /// Short ones that were not asked for yet, and those that were, in the order in which they are needed.
    private var waiting: ArraySlice<ByteRange>
    private var underWay: [Request] = []
    private var threads: [WorkerThread] = []
    /// All of them one after the other, in place of single requests.
    private let joined: (any ByteReader)?
    /// How many are still to come.
    private var left: Int
    private let buffer = UnsafeMutableRawBufferPointer.allocate(byteCount: 256 << 10, alignment: 4096)

    /// Longer ranges stream when their turn comes.
    private static let longest: Int64 = 512 << 10
    private static let depth = 8

    /// - Parameter ranges: All that will be asked for, in that order.
    init(_ ranges: [ByteRange], of entry: Entry, on endpoint: any Endpoint) throws(EndpointError) {
        self.entry = entry
        self.endpoint = endpoint
        waiting = ranges.filter { $0.length <= Self.longest }[...]
        left = ranges.count
        let ascends = zip(ranges, ranges.dropFirst()).allSatisfy { $0.end <= $1.offset }
        joined = try ranges.count > 1 && ascends ? endpoint.rangeReads?.read(entry, ranges: ranges) : nil
        if joined == nil, waiting.count > 1 {
            for _ in 0..<min(waiting.count, Self.depth) { threads.append(thread()) }
        }
    }

    private func thread() -> WorkerThread {
        let (requests, entry, endpoint) = (requests, entry, endpoint)
        return WorkerThread {
            while let request = requests.receive() {
                request.answer.send(
                    Result { () throws(EndpointError) in try Self.bytes(request.range, entry, endpoint) })
            }
        }
    }

    /// What is under way and not needed any more is waited for.
    deinit {
        requests.close()
        for thread in threads { thread.join() }
        buffer.deallocate()
    }

    /// Passes the next range on as literals.
    func pass(_ range: ByteRange, to sink: Composer) throws(EndpointError) {
        left -= 1
        if let joined { return try stream(range, from: joined, verifies: left == 0, to: sink) }
        if threads.isEmpty || range.length > Self.longest {
            return try stream(range, from: try endpoint.read(entry, range: range), verifies: true, to: sink)
        }
        while underWay.count < Self.depth, let next = waiting.popFirst() {
            let request = Request(range: next)
            underWay.append(request)
            requests.send(request)
        }
        guard let answer = underWay.removeFirst().answer.receive() else {
            throw EndpointError(.cancelled, .read, path: entry.path, location: endpoint.location)
        }
        let fetched = try answer.get()
        try sink.accept(
            Instruction(target: range, origin: .literal), literal: UnsafeRawBufferPointer(fetched.bytes))
    }

    private func stream(
        _ range: ByteRange, from reader: any ByteReader, verifies: Bool, to sink: Composer
    ) throws(EndpointError) {
        var offset = range.offset
        while offset < range.end {
            let wanted = Int(min(range.end - offset, Int64(buffer.count)))
            let count = try reader.read(into: UnsafeMutableRawBufferPointer(rebasing: buffer[..<wanted]))
            if count == 0 { throw Self.ended(entry, endpoint) }
            try sink.accept(
                Instruction(target: ByteRange(offset: offset, length: Int64(count)), origin: .literal),
                literal: UnsafeRawBufferPointer(rebasing: buffer[..<count]))
            offset += Int64(count)
        }
        if verifies { try reader.verifyUnchanged() }
    }

    private static func bytes(
        _ range: ByteRange, _ entry: Entry, _ endpoint: any Endpoint
    ) throws(EndpointError) -> RangeBytes {
        let reader = try endpoint.read(entry, range: range)
        let fetched = RangeBytes(count: Int(range.length))
        if try reader.fill(fetched.bytes) < fetched.bytes.count { throw ended(entry, endpoint) }
        try reader.verifyUnchanged()
        return fetched
    }

    private static func ended(_ entry: Entry, _ endpoint: any Endpoint) -> EndpointError {
        EndpointError(.changedDuringTransfer, .read, path: entry.path, location: endpoint.location)
    }
}

/// The bytes of a range. Written by the thread that fetches them, then read by the one that takes them.
private final class RangeBytes: @unchecked Sendable {
    let bytes: UnsafeMutableRawBufferPointer

    init(count: Int) {
        bytes = .allocate(byteCount: count, alignment: 16)
    }

    deinit {
        bytes.deallocate()
    }
}
