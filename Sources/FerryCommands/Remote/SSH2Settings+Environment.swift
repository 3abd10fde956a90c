internal import FerryCore
internal import Glibc
internal import SSHEndpoint

extension SSH2Settings {
    /// The files that ssh has by default (ssh_config(5): IdentityFile, UserKnownHostsFile, GlobalKnownHostsFile).
    init(environment: Environment, identities: [String], cancellation: Cancellation) {
        let account = getpwuid(geteuid())
        let home = environment.value("HOME") ?? account.map { String(cString: $0.pointee.pw_dir) }
        let inHome = { (names: [String]) in home.map { home in names.map { "\(home)/.ssh/\($0)" } } ?? [] }
        let prompts = SecretPrompts(environment, cancellation)
        self.init(
            user: account.map { String(cString: $0.pointee.pw_name) } ?? "root",
            identities: identities.map { name in
                // As ssh has it (ssh_config(5), IdentityFile).
                name.hasPrefix("~/") ? home.map { $0 + name.dropFirst() } ?? name : name
            },
            usualIdentities: inHome(["id_rsa", "id_ecdsa", "id_ed25519"]),
            agentSocket: environment.value("SSH_AUTH_SOCK"),
            knownHosts: KnownHostsFiles(
                user: inHome(["known_hosts", "known_hosts2"]),
                machine: ["/etc/ssh/ssh_known_hosts", "/etc/ssh/ssh_known_hosts2"]),
            secrets: SecretSource { prompts.answer($0) })
        self.cancellation = cancellation
    }
}
