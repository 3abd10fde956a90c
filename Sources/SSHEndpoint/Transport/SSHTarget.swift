/// Which account of which host is meant; what is nil is left to ssh's configuration.
package struct SSHTarget: Hashable, Sendable {
    package let user: String?
    package let host: String
    package let port: UInt16?

    package init(user: String? = nil, host: String, port: UInt16? = nil) {
        self.user = user
        self.host = host
        self.port = port
    }
}
