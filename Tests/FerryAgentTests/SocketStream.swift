import FerryEndpoints
import Glibc

/// One end of a pair of sockets.
final class SocketStream: ByteStream {
    let descriptor: CInt

    init(_ descriptor: CInt) {
        self.descriptor = descriptor
    }

    deinit { Glibc.close(descriptor) }

    static func pair() -> (SocketStream, SocketStream) {
        var ends: [CInt] = [-1, -1]
        let status = socketpair(AF_UNIX, Int32(SOCK_STREAM.rawValue | SOCK_CLOEXEC.rawValue), 0, &ends)
        precondition(status == 0)
        return (SocketStream(ends[0]), SocketStream(ends[1]))
    }

    func read(
        into buffer: UnsafeMutableRawBufferPointer, waiting milliseconds: Int32
    ) throws(ConnectionFailure) -> Int? {
        var request = pollfd(fd: descriptor, events: Int16(POLLIN), revents: 0)
        guard poll(&request, 1, milliseconds) > 0 else { return nil }
        return max(0, recv(descriptor, buffer.baseAddress, buffer.count, 0))
    }

    func write(_ bytes: UnsafeRawBufferPointer, patience: Int?) throws(ConnectionFailure) {
        var sent = 0
        while sent < bytes.count {
            let count = send(descriptor, bytes.baseAddress! + sent, bytes.count - sent, CInt(MSG_NOSIGNAL))
            if count <= 0 { throw diagnosis() }
            sent += count
        }
    }

    func close() { shutdown(descriptor, Int32(SHUT_RDWR)) }

    /// Says no more, and still listens.
    func endWriting() { shutdown(descriptor, Int32(SHUT_WR)) }

    /// Takes at least so many bytes.
    func take(_ count: Int) {
        var buffer = [UInt8](repeating: 0, count: 4096)
        var taken = 0
        while taken < count {
            let more = recv(descriptor, &buffer, buffer.count, 0)
            if more <= 0 { return }
            taken += more
        }
    }

    /// Takes what the other side says, to its end.
    func drain() {
        var buffer = [UInt8](repeating: 0, count: 4096)
        while recv(descriptor, &buffer, buffer.count, 0) > 0 {}
    }

    func diagnosis() -> ConnectionFailure { ConnectionFailure(.unreachable, "the connection was lost") }
}
