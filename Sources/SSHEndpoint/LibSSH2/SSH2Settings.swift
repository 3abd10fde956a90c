public import FerryCore

/// What libssh2 has to be told of what the ssh program finds out by itself.
public struct SSH2Settings: Sendable {
    /// Who logs in where a location names nobody.
    public var user: String
    /// Files of private keys that the user named; one that cannot be used is an error.
    public var identities: [String]
    /// Files of private keys where they usually are.
    public var usualIdentities: [String]
    /// The socket of an agent that holds keys.
    public var agentSocket: String?
    public var knownHosts: KnownHostsFiles
    public var secrets: SecretSource
    /// Of the run that connections are for.
    public var cancellation = Cancellation()

    public init(
        user: String, identities: [String] = [], usualIdentities: [String] = [], agentSocket: String? = nil,
        knownHosts: KnownHostsFiles, secrets: SecretSource
    ) {
        self.user = user
        self.identities = identities
        self.usualIdentities = usualIdentities
        self.agentSocket = agentSocket
        self.knownHosts = knownHosts
        self.secrets = secrets
    }
}
