internal import Glibc
internal import Harness

/// The keys of a server and of its only user, and an ssh configuration by which that user reaches it as `server`.
struct SSHClientFiles {
    /// The directory that all of it lies in: `host` and `user` are the keys.
    let place: String

    /// - Parameter user: The name of the account, where it is not that of whoever runs the tests.
    init(in place: String, port: Int, user: String? = nil) {
        self.place = place
        for name in ["host", "user"] {
            let made = Program("ssh-keygen").run(["-q", "-t", "ed25519", "-N", "", "-f", "\(place)/\(name)"])
            precondition(made.status == 0, made.errorText)
        }
        let key = Program("cut").run(["-d", " ", "-f", "1,2", "\(place)/host.pub"]).outputText
        // Without a port: the configuration's name for the key holds for all.
        Self.write(["* \(key.dropLast())"], "\(place)/known_hosts")
        Self.write(Self.settings(place, port) + (user.map { ["User \($0)"] } ?? []), configuration)
    }

    var configuration: String { "\(place)/ssh_config" }

    /// A home directory whose `.ssh` has what is needed without that configuration.
    func makeHome() -> String {
        let home = "\(place)/client"
        for directory in [home, "\(home)/.ssh"] { mkdir(directory, 0o700) }
        symlink("\(place)/user", "\(home)/.ssh/id_ed25519")
        symlink("\(place)/known_hosts", "\(home)/.ssh/known_hosts")
        return home
    }

    private static func settings(_ place: String, _ port: Int) -> [String] {
        [
            "Host *", "HostName 127.0.0.1", "Port \(port)", "IdentityFile \(place)/user", "IdentitiesOnly yes",
            "UserKnownHostsFile \(place)/known_hosts", "GlobalKnownHostsFile /dev/null", "LogLevel ERROR",
        ]
    }

    static func write(_ lines: [String], _ path: String) {
        let stream = fopen(path, "w")!
        fputs(lines.joined(separator: "\n") + "\n", stream)
        fclose(stream)
    }
}
