internal import FerryCore
internal import FerryEndpoints
internal import Glibc

/// Where a socket connects to: an address of either version of IP.
struct SocketAddress: Sendable {
    private var storage: sockaddr_storage
    private let length: socklen_t

    var family: Int32 { Int32(storage.ss_family) }
    var isIPv6: Bool { family == AF_INET6 }

    private init(_ address: UnsafePointer<sockaddr>, _ length: socklen_t) {
        storage = sockaddr_storage()
        self.length = length
        withUnsafeMutableBytes(of: &storage) {
            $0.copyMemory(from: UnsafeRawBufferPointer(start: address, count: min(Int(length), $0.count)))
        }
    }

    /// The same host at another port.
    func at(port: UInt16) -> SocketAddress {
        var other = self
        withUnsafeMutableBytes(of: &other.storage) { bytes in
            // Both versions have it in the same place (ip(7), ipv6(7)).
            bytes.storeBytes(of: port.bigEndian, toByteOffset: MemoryLayout<sa_family_t>.size, as: UInt16.self)
        }
        return other
    }

    func connect(_ descriptor: Int32) -> Int32 {
        withUnsafePointer(to: storage) { storage in
            storage.withMemoryRebound(to: sockaddr.self, capacity: 1) { Glibc.connect(descriptor, $0, length) }
        }
    }

    /// The addresses of a host, the preferred one first.
    static func addresses(of host: String, port: UInt16) throws(FTPFailure) -> [SocketAddress] {
        var hints = addrinfo()
        hints.ai_socktype = Int32(SOCK_STREAM.rawValue)
        var list: UnsafeMutablePointer<addrinfo>?
        let status = getaddrinfo(host, "\(port)", &hints, &list)
        guard status == 0 else {
            throw FTPFailure(
                .unreachable,
                status == EAI_NONAME ? ConnectionFailure.unknownHost : String(cString: gai_strerror(status)))
        }
        defer { freeaddrinfo(list) }
        var addresses: [SocketAddress] = []
        var next = list
        while let info = next?.pointee {
            if let address = info.ai_addr { addresses.append(SocketAddress(address, info.ai_addrlen)) }
            next = info.ai_next
        }
        return addresses
    }
}
