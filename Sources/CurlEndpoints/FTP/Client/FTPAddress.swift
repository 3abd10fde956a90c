/// Where a server of FTP is.
package struct FTPAddress: Hashable, Sendable {
    /// Whether connections begin with TLS.
    package let isImplicitTLS: Bool
    /// An IPv6 address has no brackets.
    package let host: String
    package let port: UInt16?
    /// Nil for nobody in particular.
    package let user: String?

    package init(isImplicitTLS: Bool, host: String, port: UInt16?, user: String?) {
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

    /// The URL of an absolute path, or of the directory in which a connection begins.
    func url(of path: [UInt8]?) -> String {
        guard let path else { return origin + "/" }
        // A slash after the first one would be lost, but for its escape.
        return "\(origin)/%2F" + URIEncoding.encode(path.dropFirst(), keepsSlashes: true)
    }
}
