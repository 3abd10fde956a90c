/// What a request says beyond its URL where that is one of FTP. Paths in URLs are absolute, so that the server's working
/// directory never matters.
package struct FTPTransfer: Sendable {
    package var kind: Kind
    package var login: Login
    /// Whether the connection must turn to TLS before the password is sent (RFC 4217); one to `ftps` begins with it.
    package var requiresTLS: Bool
    /// Sent before the transfer. One that is refused ends the request, except where commands are all there is.
    package var before: [[UInt8]] = []
    /// Sent after the transfer. One that is refused ends nothing.
    package var after: [[UInt8]] = []

    package enum Kind: Sendable, Hashable {
        /// Nothing is transferred.
        case commands
        /// `LIST` or its like, with its options.
        case list(String)
        /// A whole file, whose length nobody asks for.
        case download
        /// `FROM-TO` or `FROM-`, counted in bytes from 0.
        case downloadRange(String)
        case upload
    }

    package init(_ kind: Kind, login: Login, requiresTLS: Bool) {
        self.kind = kind
        self.login = login
        self.requiresTLS = requiresTLS
    }
}
