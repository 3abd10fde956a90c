internal import FerryCore
internal import FerryDelta
internal import Glibc

/// A file that a command line names, open for reading; a standard stream is one too.
final class InputFile: RandomAccessBytes, SequentialBytes, @unchecked Sendable {
    let name: String
    /// In bytes; 0 where it cannot be told.
    let size: Int
    /// Whether it is a regular file or a disk that is read from its beginning; only then is its size that of its content.
    let isSeekable: Bool
    /// Why it cannot be read anywhere, as an error number.
    private let obstacle: Int32?
    let modified: Timestamp
    let identity: FileIdentity
    private let descriptor: Int32
    private let cancellation: Cancellation
    /// How many bytes were read in order; that belongs to one thread at a time.
    private(set) var position = 0

    /// `path`: nil for standard input.
    init(_ path: [UInt8]?, _ cancellation: Cancellation) throws(FileFailure) {
        self.cancellation = cancellation
        name = path.map { DisplayName.escaping($0) } ?? "standard input"
        // A named pipe that nobody writes to yet is opened at once, and waited for as it is read.
        descriptor =
            try path.map { (path) throws(FileFailure) in try open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK) }
            ?? STDIN_FILENO
        var status = stat()
        if fstat(descriptor, &status) != 0 { throw FileFailure(.read, name) }
        let kind = status.st_mode & S_IFMT
        let offset = lseek(descriptor, 0, SEEK_CUR)
        isSeekable = (kind == S_IFREG || kind == S_IFBLK) && offset == 0
        obstacle = kind == S_IFDIR ? EISDIR : offset < 0 ? ESPIPE : nil
        modified = Timestamp(seconds: Int64(status.st_mtim.tv_sec), nanoseconds: Int32(status.st_mtim.tv_nsec))
        identity = FileIdentity(device: UInt64(status.st_dev), inode: UInt64(status.st_ino))
        size = kind == S_IFBLK ? Self.diskSize(descriptor, offset) : kind == S_IFREG ? Int(status.st_size) : 0
        if isSeekable { posix_fadvise(descriptor, 0, 0, POSIX_FADV_SEQUENTIAL) }
    }

    deinit {
        if descriptor != STDIN_FILENO { close(descriptor) }
    }

    private static func diskSize(_ descriptor: Int32, _ offset: off_t) -> Int {
        defer { lseek(descriptor, offset, SEEK_SET) }
        return max(lseek(descriptor, 0, SEEK_END), 0)
    }

    /// Refuses what cannot be read anywhere. A device without a size, such as /dev/null, passes as an empty file.
    func requireRandomAccess() throws(FileFailure) {
        if let obstacle { throw FileFailure(.read, name, code: obstacle) }
    }

    /// For a reader that goes through it once.
    var content: Content { isSeekable ? .file(self) : .stream(self) }

    func read(into buffer: UnsafeMutableRawBufferPointer, at offset: Int) throws -> Int {
        if cancellation.isCancelled { throw Interruption() }
        var done = 0
        while done < buffer.count {
            let count = pread(descriptor, buffer.baseAddress! + done, buffer.count - done, offset + done)
            if count == 0 { break }
            if count > 0 { done += count } else if errno != EINTR { throw FileFailure(.read, name) }
        }
        return done
    }

    func read(into buffer: UnsafeMutableRawBufferPointer) throws -> Int {
        if isSeekable {
            let count = try read(into: buffer, at: position)
            position += count
            return count
        }
        let input = InterruptibleRead(descriptor: descriptor, cancellation: cancellation)
        guard let count = input.read(into: buffer) else { throw Interruption() }
        if count < 0 { throw FileFailure(.read, name) }
        position += count
        return count
    }
}

/// A signal asked for the end.
struct Interruption: Error {}

/// A system call on a file that failed.
struct FileFailure: Error {
    enum Operation: String {
        case open, read, write, create, replace
    }

    let operation: Operation
    let name: String
    let code: Int32

    /// With the error that the call left in `errno`.
    init(_ operation: Operation, _ name: String, code: Int32 = errno) {
        self.operation = operation
        self.name = name
        self.code = code
    }

    var message: String { "cannot \(operation.rawValue) '\(name)': \(String(cString: strerror(code)))" }
}

private func open(_ path: [UInt8], _ flags: Int32) throws(FileFailure) -> Int32 {
    let descriptor = (path + [0]).withUnsafeBytes {
        Glibc.open($0.baseAddress!.assumingMemoryBound(to: CChar.self), flags)
    }
    if descriptor < 0 { throw FileFailure(.open, DisplayName.escaping(path)) }
    return descriptor
}
