internal import CSystem
internal import Glibc

/// An open descriptor that closes itself.
struct FileDescriptor: ~Copyable, Sendable {
    let rawValue: CInt

    /// Takes over the result of an opening call; a negative one throws.
    init(opened result: CInt) throws(Errno) {
        if result < 0 { throw Errno.last }
        rawValue = result
    }

    deinit {
        close(rawValue)
    }

    func status() throws(Errno) -> FileStatus {
        var raw = stat()
        try check(fstat(rawValue, &raw))
        return FileStatus(raw)
    }
}
