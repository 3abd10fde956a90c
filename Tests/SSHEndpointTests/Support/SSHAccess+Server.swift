import SSHEndpoint
import Servers

extension SSHAccess {
    /// Reaches a server of the tests through libssh2, by the files that stand ready for it.
    ///
    /// - Parameter port: Another one than the server's own, behind which it is.
    convenience init(to server: SSHServer, port: Int? = nil, _ options: SSHOptions) {
        let settings = SSH2Settings(
            user: server.user, usualIdentities: ["\(server.home)/.ssh/id_ed25519"],
            knownHosts: KnownHostsFiles(user: ["\(server.home)/.ssh/known_hosts"], machine: []),
            secrets: SecretSource { _ in nil })
        self.init(to: SSHTarget(host: "127.0.0.1", port: UInt16(port ?? server.port)), options, settings)
    }
}
