internal import FerryCore
public import FerryEndpoints
internal import Glibc

/// A stream over a connected socket, which it owns.
public final class SocketStream: ByteStream {
    private let descriptor: CInt
    private let peer: WaitingForPeer

    /// - Parameter cancellation: Of the run that it is for.
    init(owning descriptor: CInt, _ cancellation: Cancellation) {
        self.descriptor = descriptor
        peer = WaitingForPeer(cancellation)
    }

    deinit {
        Glibc.close(descriptor)
    }

    /// Two sockets that are connected with each other, for two threads or processes of this machine.
    static func pair() throws(ConnectionFailure) -> (CInt, CInt) {
        var sockets: [CInt] = [-1, -1]
        let type = CInt(SOCK_STREAM.rawValue) | CInt(SOCK_CLOEXEC.rawValue)
        guard socketpair(AF_UNIX, type, 0, &sockets) == 0 else {
            throw ConnectionFailure(
                .unsupported, "cannot make a socket: \(String(cString: strerror(errno)))", whileConnecting: true)
        }
        // A megabyte in flight lets both sides work while the other one does.
        var size: CInt = 1 << 20
        for socket in sockets {
            setsockopt(socket, SOL_SOCKET, SO_SNDBUF, &size, socklen_t(MemoryLayout<CInt>.size))
        }
        return (sockets[0], sockets[1])
    }

    public func read(
        into buffer: UnsafeMutableRawBufferPointer, waiting milliseconds: Int32
    ) throws(ConnectionFailure) -> Int? {
        // Where there is something already, nothing but taking it is needed.
        while true {
            let count = recv(descriptor, buffer.baseAddress, buffer.count, CInt(MSG_DONTWAIT))
            if count >= 0 {
                if count > 0 { peer.heard() }
                return count
            }
            switch errno {
            case ECONNRESET: return 0
            case EAGAIN: if try !peer.wait(for: descriptor, POLLIN, within: milliseconds) { return nil }
            case EINTR: break
            default: throw .lost(errno)
            }
        }
    }

    public func write(_ bytes: UnsafeRawBufferPointer, patience: Int?) throws(ConnectionFailure) {
        var rest = bytes
        let milliseconds = patience.map { Int32(clamping: $0 * 1000) } ?? -1
        while !rest.isEmpty {
            let count = send(descriptor, rest.baseAddress, rest.count, CInt(MSG_NOSIGNAL) | CInt(MSG_DONTWAIT))
            if count >= 0 {
                peer.asked()
                rest = UnsafeRawBufferPointer(rebasing: rest[count...])
                continue
            }
            switch errno {
            case EAGAIN:
                guard try peer.wait(for: descriptor, POLLOUT, within: milliseconds) else {
                    throw ConnectionFailure(.timedOut, EndpointError.Code.timedOut.reason)
                }
            case EINTR: break
            default: throw .lost(errno)
            }
        }
    }

    public func close() {
        shutdown(descriptor, CInt(SHUT_RDWR))
    }

    public func diagnosis() -> ConnectionFailure {
        ConnectionFailure(.unreachable, "the connection was lost")
    }
}
