internal import FerryEndpoints
internal import Glibc

/// A file of this machine without a name: what has to be sent once its length is known.
struct LocalSpool: ~Copyable {
    private let file: UnsafeMutablePointer<FILE>

    init() throws(SCPError) {
        guard let file = tmpfile() else { throw Self.failure }
        self.file = file
        _ = fcntl(fileno(file), F_SETFD, FD_CLOEXEC)
    }

    deinit {
        fclose(file)
    }

    func append(_ bytes: UnsafeRawBufferPointer) throws(SCPError) {
        guard fwrite(bytes.baseAddress, 1, bytes.count, file) == bytes.count else { throw Self.failure }
    }

    /// Hands all of it out, in pieces.
    func forEachPiece(_ body: (UnsafeRawBufferPointer) throws(SCPError) -> Void) throws(SCPError) {
        guard fflush(file) == 0 else { throw Self.failure }
        rewind(file)
        let room = UnsafeMutableRawBufferPointer.allocate(byteCount: 256 << 10, alignment: 16)
        defer { room.deallocate() }
        while true {
            let count = fread(room.baseAddress, 1, room.count, file)
            if count == 0 { break }
            try body(UnsafeRawBufferPointer(rebasing: room[..<count]))
        }
        guard ferror(file) == 0 else { throw Self.failure }
    }

    private static var failure: SCPError {
        .refused(
            errno == ENOSPC ? .noSpace : .serverFailure, "a temporary file here: \(String(cString: strerror(errno)))")
    }
}
