internal import FerryEndpoints
internal import Glibc

/// Connects to a port of a host over TCP.
enum Dialing {
    /// A connected socket that does not block. All addresses of the host are tried, one after another.
    static func connect(to host: String, port: UInt16, deadline: Deadline) throws(ConnectionFailure) -> CInt {
        let addresses = try addresses(of: host, port)
        defer { freeaddrinfo(addresses) }
        var failure = ConnectionFailure(.unreachable, "the host has no address", whileConnecting: true)
        var next: UnsafeMutablePointer<addrinfo>? = addresses
        while let address = next {
            do throws(ConnectionFailure) {
                return try connect(to: address.pointee, deadline)
            } catch {
                failure = error
            }
            next = address.pointee.ai_next
        }
        throw failure
    }

    private static func addresses(
        of host: String, _ port: UInt16
    ) throws(ConnectionFailure) -> UnsafeMutablePointer<addrinfo> {
        var hints = addrinfo()
        hints.ai_socktype = CInt(SOCK_STREAM.rawValue)
        hints.ai_flags = AI_ADDRCONFIG | AI_NUMERICSERV
        var found: UnsafeMutablePointer<addrinfo>?
        let status = getaddrinfo(host, "\(port)", &hints, &found)
        guard status == 0, let found else {
            let isUnknown = status == EAI_NONAME
            throw ConnectionFailure(
                .unreachable, isUnknown ? ConnectionFailure.unknownHost : String(cString: gai_strerror(status)),
                whileConnecting: true)
        }
        return found
    }

    private static func connect(to address: addrinfo, _ deadline: Deadline) throws(ConnectionFailure) -> CInt {
        let type = CInt(SOCK_STREAM.rawValue) | CInt(SOCK_CLOEXEC.rawValue) | CInt(SOCK_NONBLOCK.rawValue)
        let descriptor = socket(address.ai_family, type, address.ai_protocol)
        guard descriptor >= 0 else { throw failure(errno) }
        do throws(ConnectionFailure) {
            if Glibc.connect(descriptor, address.ai_addr, address.ai_addrlen) != 0 {
                if errno != EINPROGRESS { throw failure(errno) }
                try finish(descriptor, deadline)
            }
        } catch {
            close(descriptor)
            throw error
        }
        var on: CInt = 1
        setsockopt(descriptor, CInt(IPPROTO_TCP), TCP_NODELAY, &on, socklen_t(MemoryLayout<CInt>.size))
        return descriptor
    }

    private static func finish(_ descriptor: CInt, _ deadline: Deadline) throws(ConnectionFailure) {
        try deadline.wait(for: descriptor, POLLOUT)
        var status: CInt = 0
        var length = socklen_t(MemoryLayout<CInt>.size)
        getsockopt(descriptor, SOL_SOCKET, SO_ERROR, &status, &length)
        if status != 0 { throw failure(status) }
    }

    private static func failure(_ number: CInt) -> ConnectionFailure {
        let (code, reason): (EndpointError.Code, String) =
            switch number {
            case ETIMEDOUT: (.timedOut, "connection timed out")
            default: (.unreachable, ConnectionFailure.reason(number))
            }
        return ConnectionFailure(code, reason, whileConnecting: true)
    }
}
