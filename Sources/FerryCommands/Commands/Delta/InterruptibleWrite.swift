internal import FerryCore
internal import Glibc

/// Writes to a pipe or device, which may take nothing for long, until a signal asks for the end.
struct InterruptibleWrite {
    private let descriptor: Int32
    private let cancellation: Cancellation
    /// How many bytes a call may take without waiting, where it waits at all.
    private let most: Int

    /// How long, in milliseconds, a signal may wait to be noticed while nothing goes out.
    private static let patience: Int32 = 100

    /// - Parameter descriptor: Of whichever kind. One of this process alone should not block.
    init(_ descriptor: Int32, _ cancellation: Cancellation) {
        self.descriptor = descriptor
        self.cancellation = cancellation
        var status = stat()
        let kind = fstat(descriptor, &status) == 0 ? status.st_mode & S_IFMT : 0
        let mayWait = kind == S_IFIFO || kind == S_IFSOCK || kind == S_IFCHR
        let waits = mayWait && fcntl(descriptor, F_GETFL) & O_NONBLOCK == 0
        // A pipe that poll says is ready takes this much at once (pipe(7), PIPE_BUF).
        most = waits ? 4096 : .max
    }

    /// Opens a device or a named pipe, which somebody may begin to read only later. -1: it failed as `errno` says.
    static func open(_ path: [UInt8], _ cancellation: Cancellation) throws(Interruption) -> Int32 {
        let path = path.map { CChar(bitPattern: $0) } + [0]
        while !cancellation.isCancelled {
            let descriptor = Glibc.open(path, O_WRONLY | O_CLOEXEC | O_NONBLOCK)
            if descriptor >= 0 || errno != ENXIO { return descriptor }
            poll(nil, 0, patience)
        }
        throw Interruption()
    }

    /// False when the call failed, as `errno` says.
    func write(_ bytes: UnsafeRawBufferPointer) throws(Interruption) -> Bool {
        var done = 0
        while done < bytes.count {
            if cancellation.isCancelled { throw Interruption() }
            var request = pollfd(fd: descriptor, events: Int16(POLLOUT), revents: 0)
            if poll(&request, 1, Self.patience) <= 0 { continue }
            let count = Glibc.write(descriptor, bytes.baseAddress! + done, min(bytes.count - done, most))
            if count >= 0 { done += count } else if errno != EINTR && errno != EAGAIN { return false }
        }
        return true
    }
}
