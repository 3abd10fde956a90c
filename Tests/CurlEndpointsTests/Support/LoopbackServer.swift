import FerryCore
import Glibc
import Synchronization

/// A server on a free port of the loopback interface that does what a test says, each connection on a thread of its own.
final class LoopbackServer: Sendable {
    let port: UInt16
    private let listener: Int32
    private let acceptor: WorkerThread
    private let connections: Connections

    /// `serve` gets each connection until it returns; then the connection is closed.
    init(_ serve: @escaping @Sendable (LoopbackConnection) -> Void) {
        let listener = socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
        let connections = Connections()
        self.listener = listener
        self.connections = connections
        port = Self.bind(listener)
        listen(listener, 128)
        acceptor = WorkerThread {
            while case let socket = accept(listener, nil, nil), socket >= 0 {
                let worker = WorkerThread { connections.serve(socket, serve) }
                connections.add(worker)
            }
        }
    }

    deinit {
        shutdown(listener, Int32(SHUT_RDWR))
        acceptor.join()
        close(listener)
        connections.end()
    }

    var url: String { "http://127.0.0.1:\(port)" }

    /// How many connections were made so far.
    var connectionCount: Int { connections.count }

    private static func bind(_ socket: Int32) -> UInt16 {
        var address = sockaddr_in()
        address.sin_family = sa_family_t(AF_INET)
        address.sin_addr.s_addr = UInt32(0x7F00_0001).bigEndian
        var length = socklen_t(MemoryLayout<sockaddr_in>.size)
        withUnsafeMutablePointer(to: &address) { pointer in
            pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) { address in
                _ = Glibc.bind(socket, address, length)
                _ = getsockname(socket, address, &length)
            }
        }
        return UInt16(bigEndian: address.sin_port)
    }
}

/// The connections of a server, so that its end can end them.
private final class Connections: Sendable {
    private struct State {
        var threads: [WorkerThread] = []
        var open: Set<Int32> = []
        var hasEnded = false
    }

    private let state = Mutex(State())

    var count: Int { state.withLock { $0.threads.count } }

    func add(_ thread: WorkerThread) { state.withLock { $0.threads.append(thread) } }

    func serve(_ socket: Int32, _ body: (LoopbackConnection) -> Void) {
        state.withLock { state in
            state.open.insert(socket)
            // Accepted just before the end, which did not see it.
            if state.hasEnded { shutdown(socket, Int32(SHUT_RDWR)) }
        }
        body(LoopbackConnection(socket: socket))
        // Closed under the lock: another connection may get the number right after.
        state.withLock { state in
            state.open.remove(socket)
            close(socket)
        }
    }

    func end() {
        let threads = state.withLock { state in
            state.hasEnded = true
            for socket in state.open { shutdown(socket, Int32(SHUT_RDWR)) }
            return state.threads
        }
        for thread in threads { thread.join() }
    }
}
