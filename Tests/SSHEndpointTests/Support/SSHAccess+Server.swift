import SSHEndpoint
import Servers

extension SSHAccess {
    /// Reaches a server of the tests through libssh2, by the files that stand ready for it.
    ///
    /// - Parameters:
    ///   - port: Another one than the server's own, behind which it is.
    ///   - user: Another one than whoever runs the tests.
    convenience init(to server: SSHServer, port: Int? = nil, user: String? = nil, _ options: SSHOptions) {
        self.init(toPort: port ?? server.port, user: user ?? server.user, home: server.home, options)
    }

    /// - Parameter home: A directory whose `.ssh` has what is needed.
    convenience init(toPort port: Int, user: String, home: String, _ options: SSHOptions) {
        let settings = SSH2Settings(
            user: user, usualIdentities: ["\(home)/.ssh/id_ed25519"],
            knownHosts: KnownHostsFiles(user: ["\(home)/.ssh/known_hosts"], machine: []),
            secrets: SecretSource { _ in nil })
        self.init(to: SSHTarget(host: "127.0.0.1", port: UInt16(port)), options, settings)
    }
}
