/// Where a server of FTP is.
public struct FTPAddress: Hashable, Sendable {
    /// Whether connections begin with TLS.
    public let isImplicitTLS: Bool
    /// An IPv6 address has no brackets.
    public let host: String
    public let port: UInt16?
    /// Nil for nobody in particular.
    public let user: String?

    public init(isImplicitTLS: Bool, host: String, port: UInt16?, user: String?) {
        self.isImplicitTLS = isImplicitTLS
        self.host = host
        self.port = port
        self.user = user
    }

    var scheme: String { isImplicitTLS ? "ftps" : "ftp" }

    /// `host:2121`
    var place: String { (host.contains(":") ? "[\(host)]" : host) + (port.map { ":\($0)" } ?? "") }

    /// `ftp://host:2121`, without the user.
    var origin: String { "\(scheme)://\(place)" }
}
