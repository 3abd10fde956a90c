internal import FerryCore
internal import Glibc

/// An open file descriptor that lines are written to. Once writing fails, as when a reader has gone away, everything
/// further is dropped and the failure remembered: a run does not end because nobody listens. Nor does it wait for a
/// reader that takes nothing once it is cancelled.
struct Descriptor {
    private let number: Int32
    private var buffer: [UInt8] = []
    private(set) var failure: Int32?
    var mode: Mode
    private let cancellation: Cancellation
    /// Whether a write may wait for a reader: only of so many bytes is it known beforehand that it will not (pipe(7)).
    private let mayWait: Bool
    private static let writableAtOnce = Int(PIPE_BUF)

    enum Mode {
        case unbuffered, lines, blocks
    }

    private static let blockSize = 16 * 1024

    init(_ number: Int32, mode: Mode, _ cancellation: Cancellation) {
        self.number = number
        self.mode = mode
        self.cancellation = cancellation
        var status = stat()
        mayWait = fstat(number, &status) == 0 && status.st_mode & S_IFMT != S_IFREG
    }

    mutating func append(_ bytes: some Collection<UInt8>) {
        buffer.append(contentsOf: bytes)
        flushIfDue()
    }

    /// A line without its newline.
    mutating func append(line: [UInt8]) {
        buffer.append(contentsOf: line)
        buffer.append(UInt8(ascii: "\n"))
        flushIfDue()
    }

    private mutating func flushIfDue() {
        if mode != .blocks || buffer.count >= Self.blockSize { flush() }
    }

    mutating func flush() {
        defer { buffer.removeAll(keepingCapacity: true) }
        if failure != nil { return }
        buffer.withUnsafeBytes { bytes in
            var written = 0
            while written < bytes.count {
                guard waitForReader() else {
                    failure = ECANCELED
                    return
                }
                let length = min(bytes.count - written, mayWait ? Self.writableAtOnce : .max)
                let count = write(number, bytes.baseAddress! + written, length)
                if count > 0 {
                    written += count
                } else if errno != EINTR && errno != EAGAIN {
                    failure = errno
                    return
                }
            }
        }
    }

    /// Waits until something can be written; false when the run is cancelled before. A signal may reach any thread, so
    /// this one looks for itself.
    private func waitForReader() -> Bool {
        guard mayWait else { return true }
        var poller = pollfd(fd: number, events: Int16(POLLOUT), revents: 0)
        while poll(&poller, 1, 100) <= 0 {
            if cancellation.isCancelled { return false }
        }
        return true
    }
}
