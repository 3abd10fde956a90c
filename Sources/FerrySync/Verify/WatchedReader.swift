internal import FerryEndpoints

/// A reader that tells how much was read, and stops when told to.
final class WatchedReader: ByteReader {
    private let reader: any ByteReader
    private let noteRead: (Int) throws(EndpointError) -> Void

    init(_ reader: any ByteReader, noteRead: @escaping (Int) throws(EndpointError) -> Void) {
        self.reader = reader
        self.noteRead = noteRead
    }

    func read(into buffer: UnsafeMutableRawBufferPointer) throws(EndpointError) -> Int {
        let count = try reader.read(into: buffer)
        try noteRead(count)
        return count
    }

    func verifyUnchanged() throws(EndpointError) {
        try reader.verifyUnchanged()
    }
}
