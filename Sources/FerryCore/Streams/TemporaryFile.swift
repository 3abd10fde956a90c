internal import CSystem
internal import Glibc

/// A file without a name, for what is too much for memory: it is gone with the value, and with the process however that
/// ends. Nobody else sees it.
public final class TemporaryFile: Sendable {
    public let descriptor: Int32

    /// In the directory for temporary files; in `/tmp` where that cannot hold any.
    public init() throws(TemporaryFileError) {
        var descriptor = Self.open(in: TemporaryPlace.current)
        if descriptor < 0 { descriptor = Self.open(in: TemporaryPlace.usual) }
        if descriptor < 0 { throw TemporaryFileError(code: errno) }
        self.descriptor = descriptor
    }

    deinit { close(descriptor) }

    private static func open(in directory: [UInt8]) -> Int32 {
        let nameless = (directory + [0]).withUnsafeBufferPointer { path in
            path.withMemoryRebound(to: CChar.self) {
                Glibc.open($0.baseAddress!, ferry_o_tmpfile | O_RDWR | O_EXCL | O_CLOEXEC, 0o600)
            }
        }
        return nameless >= 0 ? nameless : openAndUnlink(in: directory)
    }

    /// Where the file system knows no files without a name.
    private static func openAndUnlink(in directory: [UInt8]) -> Int32 {
        var template = (directory + "/ferry-XXXXXX".utf8 + [0]).map { CChar(bitPattern: $0) }
        let descriptor = mkstemp(&template)
        guard descriptor >= 0 else { return descriptor }
        unlink(template)
        _ = fcntl(descriptor, F_SETFD, FD_CLOEXEC)
        return descriptor
    }

    /// Writes all of the bytes.
    public func write(_ bytes: UnsafeRawBufferPointer, at offset: Int) throws(TemporaryFileError) {
        var done = 0
        while done < bytes.count {
            let count = pwrite(descriptor, bytes.baseAddress! + done, bytes.count - done, offset + done)
            if count < 0 && errno != EINTR { throw TemporaryFileError(code: errno) }
            done += max(0, count)
        }
    }

    /// Fills the buffer from `offset` on, as far as the file goes. Returns how many bytes that are.
    public func read(into buffer: UnsafeMutableRawBufferPointer, at offset: Int) throws(TemporaryFileError) -> Int {
        var done = 0
        while done < buffer.count {
            let count = pread(descriptor, buffer.baseAddress! + done, buffer.count - done, offset + done)
            if count == 0 { break }
            if count < 0 && errno != EINTR { throw TemporaryFileError(code: errno) }
            done += max(0, count)
        }
        return done
    }
}

/// A temporary file cannot be made, written or read.
public struct TemporaryFileError: Error, CustomStringConvertible {
    public let code: Int32

    public init(code: Int32) {
        self.code = code
    }

    public var description: String { "a temporary file cannot be used: \(String(cString: strerror(code)))" }
}
