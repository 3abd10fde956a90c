internal import FerryCore
internal import FerryDelta
internal import FerryEndpoints

/// A file of an endpoint, as the delta engine reads files.
struct OldVersion: RandomAccessBytes {
    private let entry: Entry
    private let endpoint: any Endpoint
    private let cancellation: Cancellation

    init(_ entry: Entry, on endpoint: any Endpoint, _ cancellation: Cancellation) {
        self.entry = entry
        self.endpoint = endpoint
        self.cancellation = cancellation
    }

    var size: Int { Int(entry.size) }

    func read(into buffer: UnsafeMutableRawBufferPointer, at offset: Int) throws -> Int {
        if cancellation.isCancelled { throw Interruption() }
        let reader = try endpoint.read(entry, range: ByteRange(offset: Int64(offset), length: Int64(buffer.count)))
        return try reader.fill(buffer)
    }
}
