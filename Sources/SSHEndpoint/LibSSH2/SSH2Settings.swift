package import FerryCore

/// What libssh2 has to be told of what the ssh program finds out by itself.
package struct SSH2Settings: Sendable {
    /// Who logs in where a location names nobody.
    package var user: String
    /// Files of private keys that the user named; one that cannot be used is an error.
    package var identities: [String]
    /// Files of private keys where they usually are.
    package var usualIdentities: [String]
    /// The socket of an agent that holds keys.
    package var agentSocket: String?
    package var knownHosts: KnownHostsFiles
    package var secrets: SecretSource
    /// Of the run that connections are for.
    package var cancellation = Cancellation()

    package init(
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
