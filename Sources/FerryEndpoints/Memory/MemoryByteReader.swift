internal import FerryCore

/// Reads a file of the store as it is at each moment, like a file system; what was unlinked meanwhile stays readable.
final class MemoryByteReader: ByteReader {
    private let endpoint: MemoryEndpoint
    private let entry: Entry
    private let inode: UInt64
    private var position: Int64
    private let end: Int64
    private var content = SparseBytes()

    init(_ endpoint: MemoryEndpoint, _ entry: Entry, inode: UInt64, range: ByteRange) {
        self.endpoint = endpoint
        self.entry = entry
        self.inode = inode
        position = range.offset
        end = range.length == .max ? .max : range.end
    }

    func read(into buffer: UnsafeMutableRawBufferPointer) throws(EndpointError) -> Int {
        let inode = inode
        if let current = try endpoint.call(.read, entry.path, { $0[inode]?.content }) { content = current }
        let wanted = Int(min(Int64(buffer.count), end - position))
        let count = content.read(into: UnsafeMutableRawBufferPointer(rebasing: buffer[..<wanted]), at: position)
        position += Int64(count)
        return count
    }

    func verifyUnchanged() throws(EndpointError) {
        let inode = inode
        let version = try endpoint.call(.read, entry.path) { $0[inode] == nil ? nil : $0.version(inode) }
        if version != entry.version { throw endpoint.failure(.changedDuringTransfer, .read, entry.path) }
    }
}

/// Reads what a staged file held when it was asked.
final class WrittenBytesReader: ByteReader {
    private let content: SparseBytes
    private var position: Int64 = 0

    init(_ content: SparseBytes) {
        self.content = content
    }

    func read(into buffer: UnsafeMutableRawBufferPointer) -> Int {
        let count = content.read(into: buffer, at: position)
        position += Int64(count)
        return count
    }

    func verifyUnchanged() {}
}
