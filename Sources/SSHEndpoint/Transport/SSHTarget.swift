/// Which account of which host is meant; what is nil is left to ssh's configuration.
public struct SSHTarget: Hashable, Sendable {
    public let user: String?
    public let host: String
    public let port: UInt16?

    public init(user: String? = nil, host: String, port: UInt16? = nil) {
        self.user = user
        self.host = host
        self.port = port
    }
}
