internal import FerryEndpoints
internal import Glibc

/// What a child writes to its standard error: a file without a name, which neither fills up as a pipe does nor waits for
/// those who inherited it, such as the master process of a shared connection.
struct Complaints: ~Copyable, @unchecked Sendable {
    private let file: UnsafeMutablePointer<FILE>
    private static let longest = 8192

    init() throws(ConnectionFailure) {
        guard let file = tmpfile() else {
            throw ConnectionFailure(
                .unsupported, "cannot make a temporary file: \(String(cString: strerror(errno)))",
                whileConnecting: true)
        }
        self.file = file
        _ = fcntl(fileno(file), F_SETFD, FD_CLOEXEC)
    }

    deinit {
        fclose(file)
    }

    var descriptor: CInt { fileno(file) }

    /// The end of all that was said.
    var text: String {
        let length = lseek(descriptor, 0, SEEK_END)
        var tail = [UInt8](repeating: 0, count: Self.longest)
        let count = pread(descriptor, &tail, tail.count, max(0, length - tail.count))
        return String(decoding: tail.prefix(max(0, count)), as: UTF8.self)
    }
}
