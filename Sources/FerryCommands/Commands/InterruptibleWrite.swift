internal import FerryCore
internal import Glibc

/// Writes to a file, or to a pipe whose reader may take nothing for long, until a signal asks for the end.
struct InterruptibleWrite {
    let descriptor: Int32
    private let cancellation: Cancellation
    /// Whether a write may wait for a reader.
    private let mayWait: Bool

    /// How long, in milliseconds, a signal may wait to be noticed: it may reach any thread.
    private static let patience: Int32 = 100
    /// Only of so many bytes is it known beforehand that a write does not wait (pipe(7)).
    private static let writableAtOnce = Int(PIPE_BUF)

    init(_ descriptor: Int32, _ cancellation: Cancellation) {
        self.descriptor = descriptor
        self.cancellation = cancellation
        var status = stat()
        let kind = fstat(descriptor, &status) == 0 ? status.st_mode & S_IFMT : S_IFREG
        mayWait = kind == S_IFIFO || kind == S_IFSOCK || isatty(descriptor) == 1
    }

    /// Opens a device or a named pipe, which somebody may begin to read only later. -1: it failed as `errno` says; nil: the run
    /// is cancelled.
    static func open(_ path: [UInt8], _ cancellation: Cancellation) -> Int32? {
        let path = path.map { CChar(bitPattern: $0) } + [0]
        while !cancellation.isCancelled {
            let descriptor = Glibc.open(path, O_WRONLY | O_CLOEXEC | O_NONBLOCK)
            if descriptor >= 0 || errno != ENXIO { return descriptor }
            poll(nil, 0, patience)
        }
        return nil
    }

    /// Writes all of the bytes. Returns why not, as an error number, ECANCELED where a signal came.
    func write(_ bytes: UnsafeRawBufferPointer) -> Int32? {
        var written = 0
        while written < bytes.count {
            guard waitForReader() else { return ECANCELED }
            let length = min(bytes.count - written, mayWait ? Self.writableAtOnce : .max)
            let count = Glibc.write(descriptor, bytes.baseAddress! + written, length)
            if count >= 0 { written += count } else if errno != EINTR && errno != EAGAIN { return errno }
        }
        return nil
    }

    /// Waits until something can be written; false when the run is cancelled before.
    private func waitForReader() -> Bool {
        guard mayWait else { return true }
        var request = pollfd(fd: descriptor, events: Int16(POLLOUT), revents: 0)
        while poll(&request, 1, Self.patience) <= 0 {
            if cancellation.isCancelled { return false }
        }
        return true
    }
}
