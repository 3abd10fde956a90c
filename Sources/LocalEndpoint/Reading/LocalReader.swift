internal import FerryCore
internal import FerryEndpoints
internal import Glibc

/// Reads one version of a file with `pread`, up to the length that it was listed with: what has grown since is another
/// version, as `verifyUnchanged` says, and finding the end costs no call.
final class LocalReader: ByteReader {
    private let file: FileDescriptor
    private let entry: Entry
    private let location: String
    private var offset: Int64
    private let end: Int64

    /// Takes an open file, which must be the entry's version.
    init(
        _ file: consuming FileDescriptor, of entry: Entry, range: ByteRange?, location: String
    ) throws(EndpointError) {
        self.file = file
        self.entry = entry
        self.location = location
        offset = range?.offset ?? 0
        end = min(range?.end ?? .max, entry.size)
        try verifyUnchanged()
    }

    var descriptor: CInt? { file.rawValue }

    func read(into buffer: UnsafeMutableRawBufferPointer) throws(EndpointError) -> Int {
        let length = Int(min(Int64(buffer.count), end - offset))
        if length <= 0 { return 0 }
        do {
            let count = try counting { pread(file.rawValue, buffer.baseAddress!, length, off_t(offset)) }
            offset += Int64(count)
            return count
        } catch {
            throw error.during(.read, entry.path, at: location)
        }
    }

    func verifyUnchanged() throws(EndpointError) {
        let status: FileStatus
        do {
            status = try file.status()
        } catch {
            throw error.during(.read, entry.path, at: location)
        }
        guard status.kind == .file, status.isSameVersion(as: entry) else {
            throw EndpointError(.changedDuringTransfer, .read, path: entry.path, location: location)
        }
    }
}
