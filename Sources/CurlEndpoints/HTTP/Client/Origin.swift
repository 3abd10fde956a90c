/// A server, as credentials and connections belong to it: scheme, host and port.
public struct Origin: Hashable, Sendable {
    public let isSecure: Bool
    /// In lower case; an IPv6 address without brackets.
    public let host: String
    public let port: UInt16

    public init(isSecure: Bool, host: String, port: UInt16? = nil) {
        self.isSecure = isSecure
        self.host = host.lowercased()
        self.port = port ?? Self.usualPort(isSecure)
    }

    /// `HOST[:PORT]` of a URL. Nil where that is not what it is; user names and passwords are no part of it.
    init?(isSecure: Bool, authority: Substring) {
        let end = authority.lastIndex(of: "]") ?? authority.startIndex
        let colon = authority[end...].lastIndex(of: ":")
        let host = authority[..<(colon ?? authority.endIndex)]
        let port = colon.map { authority[authority.index(after: $0)...] }
        guard !host.isEmpty, host.utf8.allSatisfy(Self.isHostByte) else { return nil }
        var number: UInt16?
        if let port, !port.isEmpty {
            number = UInt16(port)
            if number == nil || number == 0 { return nil }
        }
        let isAddress = host.hasPrefix("[") && host.hasSuffix("]")
        self.init(isSecure: isSecure, host: String(isAddress ? host.dropFirst().dropLast() : host), port: number)
    }

    /// Whether what is meant for this server only may be sent to another one: when it is the same host, by the same port
    /// or by TLS now.
    func entrusts(_ other: Origin) -> Bool {
        if self == other { return true }
        let isUpgrade =
            !isSecure && other.isSecure && port == Self.usualPort(false) && other.port == Self.usualPort(true)
        return host == other.host && isUpgrade
    }

    /// `https://host:8443`
    public var text: String {
        let name = host.contains(":") ? "[\(host)]" : host
        return "\(isSecure ? "https" : "http")://\(name)" + (port == Self.usualPort(isSecure) ? "" : ":\(port)")
    }

    private static func usualPort(_ isSecure: Bool) -> UInt16 { isSecure ? 443 : 80 }

    private static func isHostByte(_ byte: UInt8) -> Bool {
        byte > 0x20 && byte < 0x7F && !"@/\\?#\"<>^`{|}%".utf8.contains(byte)
    }
}
