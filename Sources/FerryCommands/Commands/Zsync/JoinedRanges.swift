internal import FerryCore
internal import FerryEndpoints

/// Ranges of a file one after the other, each read by itself when its turn comes.
final class JoinedRanges: ByteReader {
    private var waiting: ArraySlice<ByteRange>
    private let open: (ByteRange) throws(EndpointError) -> any ByteReader
    private var reader: (any ByteReader)?

    init(_ ranges: [ByteRange], _ open: @escaping (ByteRange) throws(EndpointError) -> any ByteReader) {
        waiting = ranges[...]
        self.open = open
    }

    func read(into buffer: UnsafeMutableRawBufferPointer) throws(EndpointError) -> Int {
        if buffer.isEmpty { return 0 }
        while true {
            if let count = try reader?.read(into: buffer), count > 0 { return count }
            try reader?.verifyUnchanged()
            reader = nil
            guard let next = waiting.popFirst() else { return 0 }
            reader = try open(next)
        }
    }

    /// Of those before, that was seen to when they ended.
    func verifyUnchanged() throws(EndpointError) { try reader?.verifyUnchanged() }
}
