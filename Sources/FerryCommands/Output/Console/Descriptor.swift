internal import Glibc

/// An open file descriptor that lines are written to. Once writing fails, as when a reader has gone away, everything
/// further is dropped and the failure remembered: a run does not end because nobody listens.
struct Descriptor {
    private let number: Int32
    private var buffer: [UInt8] = []
    private(set) var failure: Int32?
    var mode: Mode

    enum Mode {
        case unbuffered, lines, blocks
    }

    private static let blockSize = 16 * 1024

    init(_ number: Int32, mode: Mode) {
        self.number = number
        self.mode = mode
    }

    mutating func append(_ bytes: some Collection<UInt8>) {
        buffer.append(contentsOf: bytes)
        if mode != .blocks || buffer.count >= Self.blockSize { flush() }
    }

    mutating func flush() {
        defer { buffer.removeAll(keepingCapacity: true) }
        if failure != nil { return }
        buffer.withUnsafeBytes { bytes in
            var written = 0
            while written < bytes.count {
                let count = write(number, bytes.baseAddress! + written, bytes.count - written)
                if count > 0 {
                    written += count
                } else if errno == EAGAIN {
                    var poller = pollfd(fd: number, events: Int16(POLLOUT), revents: 0)
                    poll(&poller, 1, -1)
                } else if errno != EINTR {
                    failure = errno
                    return
                }
            }
        }
    }
}
