internal import FerryCore
internal import FerryEndpoints
internal import Glibc

/// Reads a staged file as it is stored. The file is this process's own: nobody else changes it.
final class StagedReader: ByteReader {
    private let file: FileDescriptor
    private let path: RelativePath
    private let location: String
    /// Nil is the file's end.
    private let length: Int64?
    private var offset: Int64 = 0

    init(_ file: consuming FileDescriptor, length: Int64?, for path: RelativePath, location: String) {
        self.file = file
        self.length = length
        self.path = path
        self.location = location
    }

    func read(into buffer: UnsafeMutableRawBufferPointer) throws(EndpointError) -> Int {
        let wanted = length.map { min(Int64(buffer.count), $0 - offset) } ?? Int64(buffer.count)
        guard wanted > 0 else { return 0 }
        do {
            let count = try counting { pread(file.rawValue, buffer.baseAddress!, Int(wanted), off_t(offset)) }
            offset += Int64(count)
            return count
        } catch {
            throw error.during(.read, path, at: location)
        }
    }

    func verifyUnchanged() {}
}

extension LocalStagedFile {
    /// Reads by a descriptor of its own, so that the reader may outlive the staged file. A file that ends in a hole gets
    /// its length first.
    func readBack() throws(EndpointError) -> (any ByteReader)? {
        do {
            if try place.file.status().size < end { try check(ftruncate(place.file.rawValue, off_t(end))) }
            let file = try FileDescriptor(opened: fcntl(place.file.rawValue, F_DUPFD_CLOEXEC, 0))
            return StagedReader(file, length: storedLength, for: path, location: location)
        } catch {
            throw error.during(.read, path, at: location)
        }
    }
}
