internal import Glibc

/// Ports of the loopback interface that nothing listens on.
package enum FreePort {
    /// Asks the system for one. Another program may take it before it is used, which the system makes unlikely by going
    /// round all ports before it gives one out again.
    package static func next() -> Int {
        let descriptor = socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
        defer { close(descriptor) }
        return bind(descriptor)
    }

    /// One on which nobody will ever listen while this process runs.
    package static func refusing() -> Int { bind(socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)) }

    /// Gives a socket a port that nothing listens on.
    static func bind(_ descriptor: Int32) -> Int {
        var address = loopback(port: 0)
        var length = socklen_t(MemoryLayout<sockaddr_in>.size)
        let isBound = withUnsafeMutablePointer(to: &address) { pointer in
            pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) {
                Glibc.bind(descriptor, $0, length) == 0 && getsockname(descriptor, $0, &length) == 0
            }
        }
        precondition(isBound, "no free port on the loopback interface")
        return Int(UInt16(bigEndian: address.sin_port))
    }

    /// Whether something accepts connections there.
    package static func isListening(_ port: Int) -> Bool {
        let descriptor = connection(to: port)
        if descriptor >= 0 { close(descriptor) }
        return descriptor >= 0
    }

    /// Connects to a port. Negative where nothing accepts connections.
    static func connection(to port: Int) -> Int32 {
        let descriptor = socket(AF_INET, Int32(SOCK_STREAM.rawValue) | Int32(SOCK_CLOEXEC.rawValue), 0)
        var address = loopback(port: port)
        let isConnected = withUnsafePointer(to: &address) { pointer in
            pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) {
                connect(descriptor, $0, socklen_t(MemoryLayout<sockaddr_in>.size)) == 0
            }
        }
        if isConnected { return descriptor }
        close(descriptor)
        return -1
    }

    private static func loopback(port: Int) -> sockaddr_in {
        var address = sockaddr_in()
        address.sin_family = sa_family_t(AF_INET)
        address.sin_port = UInt16(port).bigEndian
        address.sin_addr.s_addr = UInt32(0x7f00_0001).bigEndian
        return address
    }
}
