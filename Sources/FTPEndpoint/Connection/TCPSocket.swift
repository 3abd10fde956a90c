internal import FerryCore
internal import FerryEndpoints
internal import Glibc

/// A connection in the open, or within TLS. Used by one thread at a time.
final class TCPSocket {
    let address: SocketAddress
    private let descriptor: Int32
    private var patience: Patience
    private var isConnected = false
    /// Nil in the open.
    private(set) var tls: TLSSession?

    /// Begins to connect; `finishConnecting` waits for it.
    init(connectingTo address: SocketAddress, _ patience: Patience) throws(FTPFailure) {
        self.address = address
        self.patience = patience
        let kind = Int32(SOCK_STREAM.rawValue | SOCK_CLOEXEC.rawValue | SOCK_NONBLOCK.rawValue)
        descriptor = socket(address.family, kind, 0)
        guard descriptor >= 0 else { throw Self.cannotConnect(errno) }
        setOption(Int32(IPPROTO_TCP), TCP_NODELAY, 1)
        if address.connect(descriptor) == 0 {
            isConnected = true
        } else if errno != EINPROGRESS {
            throw Self.cannotConnect(errno)
        }
    }

    deinit {
        close(descriptor)
    }

    /// Connects to the first address that answers.
    static func connect(to addresses: [SocketAddress], _ patience: Patience) throws(FTPFailure) -> TCPSocket {
        var failure = FTPFailure(.unreachable)
        for address in addresses {
            do throws(FTPFailure) {
                let socket = try TCPSocket(connectingTo: address, patience)
                try socket.finishConnecting()
                return socket
            } catch {
                if error.code == .cancelled { throw error }
                failure = error
            }
        }
        throw failure
    }

    func finishConnecting() throws(FTPFailure) {
        if isConnected { return }
        try patience.wait(for: descriptor, POLLOUT, seconds: patience.connecting)
        var status: Int32 = 0
        var length = socklen_t(MemoryLayout<Int32>.size)
        getsockopt(descriptor, SOL_SOCKET, SO_ERROR, &status, &length)
        guard status == 0 else { throw Self.cannotConnect(status) }
        isConnected = true
    }

    /// Has the kernel say now and then that the connection is still there: routers and firewalls forget those that are
    /// silent, as a control connection is during a long transfer.
    func keepAlive() {
        setOption(SOL_SOCKET, SO_KEEPALIVE, 1)
        for (option, value) in [(TCP_KEEPIDLE, 30), (TCP_KEEPINTVL, 15), (TCP_KEEPCNT, 8)] as [(Int32, Int32)] {
            setOption(Int32(IPPROTO_TCP), option, value)
        }
    }

    /// Turns to TLS.
    func startTLS(_ context: TLSContext, host: String, resuming ticket: TLSTicket? = nil) throws(FTPFailure) {
        let session = try TLSSession(context, host: host, resuming: ticket)
        while true {
            let isDone = try session.shakeHands()
            try flush(session)
            if isDone { break }
            if try receive(for: session) == 0 {
                throw FTPFailure(.unreachable, "the server ended the TLS handshake")
            }
        }
        tls = session
    }

    // MARK: Bytes

    /// Waits for bytes; 0 is the end.
    func read(into buffer: UnsafeMutableRawBufferPointer) throws(FTPFailure) -> Int {
        guard let tls else { return try receive(into: buffer) }
        while true {
            if let count = try tls.read(into: buffer) { return count }
            try flush(tls)
            if try receive(for: tls) == 0 { return 0 }
        }
    }

    func write(_ bytes: [UInt8]) throws(FTPFailure) {
        let result: Result<Void, FTPFailure> = bytes.withUnsafeBytes { bytes in
            Result { () throws(FTPFailure) in try write(bytes) }
        }
        try result.get()
    }

    func write(_ bytes: UnsafeRawBufferPointer) throws(FTPFailure) {
        guard let tls else { return try transmit(bytes) }
        try tls.write(bytes)
        try flush(tls)
    }

    /// Waits for bytes, for so many seconds at most, without taking them.
    func awaitBytes(seconds: Int) throws(FTPFailure) {
        if tls?.hasReceived == true { return }
        try patience.wait(for: descriptor, POLLIN, seconds: seconds)
    }

    /// Tells the other side at once what has come: with Nagle's algorithm on, it holds the second of two short replies back
    /// until the first one is acknowledged, after 40 ms by the kernel's own idea (tcp(7), TCP_QUICKACK, which has to be asked
    /// for each time).
    func acknowledge() { setOption(Int32(IPPROTO_TCP), TCP_QUICKACK, 1) }

    /// Whether something came that nobody waits for, be it the end.
    var hasNews: Bool {
        var request = pollfd(fd: descriptor, events: Int16(POLLIN), revents: 0)
        return poll(&request, 1, 0) != 0
    }

    /// From here on the run's end is no reason to stop.
    func outlastRun() { patience = .afterTheEnd }

    /// Breaks off in both directions, at once.
    func abandon() { shutdown(descriptor, Int32(SHUT_RDWR)) }

    /// Says that nothing more will be sent.
    func endWriting() throws(FTPFailure) {
        if let tls {
            tls.endWriting()
            try flush(tls)
        }
        shutdown(descriptor, Int32(SHUT_WR))
    }

    private func receive(for session: TLSSession) throws(FTPFailure) -> Int {
        let buffer = UnsafeMutableRawBufferPointer.allocate(byteCount: 32 * 1024, alignment: 16)
        defer { buffer.deallocate() }
        let count = try receive(into: buffer)
        session.received(UnsafeRawBufferPointer(rebasing: buffer[..<count]))
        return count
    }

    private func receive(into buffer: UnsafeMutableRawBufferPointer) throws(FTPFailure) -> Int {
        while true {
            let count = recv(descriptor, buffer.baseAddress, buffer.count, 0)
            if count >= 0 { return count }
            switch errno {
            case EAGAIN: try patience.wait(for: descriptor, POLLIN)
            case EINTR: continue
            default: throw FTPFailure.lost(errno)
            }
        }
    }

    /// Sends what TLS made of what it was given, and its own messages.
    private func flush(_ session: TLSSession) throws(FTPFailure) {
        let bytes = session.takeOutgoing()
        let result: Result<Void, FTPFailure> = bytes.withUnsafeBytes { bytes in
            Result { () throws(FTPFailure) in try transmit(bytes) }
        }
        try result.get()
    }

    private func transmit(_ bytes: UnsafeRawBufferPointer) throws(FTPFailure) {
        var rest = bytes
        while !rest.isEmpty {
            let count = send(descriptor, rest.baseAddress, rest.count, Int32(MSG_NOSIGNAL))
            if count >= 0 {
                rest = UnsafeRawBufferPointer(rebasing: rest[count...])
            } else if errno == EAGAIN {
                try patience.wait(for: descriptor, POLLOUT)
            } else if errno != EINTR {
                throw FTPFailure.lost(errno)
            }
        }
    }

    private func setOption(_ level: Int32, _ option: Int32, _ value: Int32) {
        var value = value
        setsockopt(descriptor, level, option, &value, socklen_t(MemoryLayout<Int32>.size))
    }

    private static func cannotConnect(_ error: Int32) -> FTPFailure {
        FTPFailure(.unreachable, ConnectionFailure.reason(error))
    }
}
