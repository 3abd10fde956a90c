/// A host as known_hosts names it.
public struct HostName: Hashable, Sendable {
    public static let usualPort: UInt16 = 22

    /// In small letters.
    let plain: [UInt8]
    let port: UInt16

    public init(_ host: String, port: UInt16?) {
        plain = host.utf8.map(HostPattern.lowercased)
        self.port = port ?? Self.usualPort
    }

    /// The same host as most know it.
    public var withUsualPort: HostName { HostName(String(decoding: plain, as: UTF8.self), port: nil) }

    var hasUsualPort: Bool { port == Self.usualPort }

    /// `host`, or `[host]:port` where the port is another one than usual.
    public var text: [UInt8] {
        hasUsualPort ? plain : Array("[".utf8) + plain + Array("]:\(port)".utf8)
    }
}
