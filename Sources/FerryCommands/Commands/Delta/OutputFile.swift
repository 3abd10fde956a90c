internal import FerryCore
internal import FerryDelta
internal import Glibc

/// A file that a command line names, or standard output. It appears under its name when it is finished; until then, and
/// after a failure, what was there stays.
final class OutputFile: ByteSink {
    let name: String
    private let path: [UInt8]?
    private let replaces: Bool
    private var temporary: [CChar] = []
    private var descriptor: Int32

    /// `path`: nil for standard output. Refuses a file that exists unless `replaces` is set.
    init(_ path: [UInt8]?, replaces: Bool) throws(FileFailure) {
        name = path.map { String(decoding: $0, as: UTF8.self) } ?? "standard output"
        self.path = path
        self.replaces = replaces
        descriptor = STDOUT_FILENO
        guard let path else { return }
        var status = stat()
        let exists = Self.cString(path).withUnsafeBufferPointer { stat($0.baseAddress!, &status) } == 0
        if exists && status.st_mode & S_IFMT != S_IFREG {
            // A device or a pipe is written to, not replaced.
            descriptor = Self.cString(path).withUnsafeBufferPointer { open($0.baseAddress!, O_WRONLY | O_CLOEXEC) }
        } else {
            if exists && !replaces { throw FileFailure(.create, name, code: EEXIST) }
            temporary = Self.cString(path + Array(".ferry-XXXXXX".utf8))
            descriptor = mkstemp(&temporary)
            let mode = exists ? status.st_mode & 0o777 : 0o666 & ~Self.creationMask
            if descriptor >= 0 {
                _ = fcntl(descriptor, F_SETFD, FD_CLOEXEC)
                fchmod(descriptor, mode)
            }
        }
        if descriptor < 0 { throw FileFailure(.create, name) }
    }

    /// The file that is being written, if it has an identity: a pipe has none that matters.
    var identity: FileIdentity? {
        var status = stat()
        guard fstat(descriptor, &status) == 0, status.st_mode & S_IFMT == S_IFREG else { return nil }
        return FileIdentity(device: UInt64(status.st_dev), inode: UInt64(status.st_ino))
    }

    deinit {
        if descriptor != STDOUT_FILENO { close(descriptor) }
        if !temporary.isEmpty { unlink(temporary) }
    }

    func write(_ bytes: UnsafeRawBufferPointer) throws {
        var done = 0
        while done < bytes.count {
            let count = Glibc.write(descriptor, bytes.baseAddress! + done, bytes.count - done)
            if count >= 0 { done += count } else if errno != EINTR { throw FileFailure(.write, name) }
        }
    }

    /// Gives the file its name.
    func finish() throws(FileFailure) {
        guard let path, !temporary.isEmpty else { return }
        let target = Self.cString(path)
        // A link, unlike a rename, keeps a file that came to be in the meantime.
        if !replaces && link(temporary, target) == 0 { return }
        if !replaces && errno == EEXIST { throw FileFailure(.create, name) }
        if rename(temporary, target) != 0 { throw FileFailure(.replace, name) }
        temporary = []
    }

    private static var creationMask: mode_t {
        let mask = umask(0)
        umask(mask)
        return mask
    }

    private static func cString(_ path: [UInt8]) -> [CChar] { path.map { CChar(bitPattern: $0) } + [0] }
}
