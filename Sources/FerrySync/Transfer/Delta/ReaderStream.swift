internal import FerryCore
internal import FerryDelta
internal import FerryEndpoints

/// A reader as the delta engine reads new files: once, in order, up to the length that the listing saw. A file that grows
/// as fast as it is read has no other end.
final class ReaderStream: SequentialBytes {
    private let reader: any ByteReader
    private var rest: Int64

    init(_ reader: any ByteReader, length: Int64) {
        self.reader = reader
        rest = length
    }

    func read(into buffer: UnsafeMutableRawBufferPointer) throws(EndpointError) -> Int {
        let wanted = Int(min(Int64(buffer.count), rest))
        if wanted == 0 { return 0 }
        let count = try reader.read(into: UnsafeMutableRawBufferPointer(rebasing: buffer[..<wanted]))
        rest -= Int64(count)
        return count
    }
}
