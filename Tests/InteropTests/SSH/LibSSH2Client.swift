import Glibc
import Harness
import Servers

/// A user who reaches a server through libssh2, with a home directory of his own.
struct LibSSH2Client: ~Copyable {
    let directory = TemporaryDirectory()
    private let server: SSHServer

    init(_ server: SSHServer) {
        self.server = server
        mkdir(home, 0o700)
        mkdir("\(home)/.ssh", 0o700)
    }

    var home: String { directory.file("home") }
    var knownHosts: String { String(decoding: directory.read("home/.ssh/known_hosts"), as: UTF8.self) }

    /// The server's host key, as files have it.
    var hostKey: String {
        let file = Program("cat").run(["\(server.home)/../host.pub"]).outputText
        return file.split(separator: " ").prefix(2).joined(separator: " ")
    }

    var fingerprint: String {
        let told = Program("ssh-keygen").run(["-lf", "\(server.home)/../host.pub"]).outputText
        return told.split(separator: " ").map(String.init).first { $0.hasPrefix("SHA256:") } ?? "?"
    }

    /// Lets the user know the host by this line, in which `HOST` and `KEY` stand for the server's.
    func know(_ line: String = "HOST KEY\n") {
        let host = "[127.0.0.1]:\(server.port)"
        let text = Self.replacing("HOST", host, Self.replacing("KEY", hostKey, line))
        directory.write(Array(text.utf8), "home/.ssh/known_hosts")
    }

    /// Gives the user the key that the server takes.
    func own() {
        symlink("\(server.home)/.ssh/id_ed25519", "\(home)/.ssh/id_ed25519")
    }

    /// Lists one file there.
    func list(
        _ options: [String] = [], transport: [String] = ["--ssh-transport=libssh2"], user: String? = nil,
        environment: [String: String] = [:],
        through program: [String] = ["timeout", "60", "setsid", "-w"]
    ) -> Program.Outcome {
        let place = "sftp://\(user.map { $0 + "@" } ?? "")127.0.0.1:\(server.port)/etc/hostname"
        return Program(program[0], leading: Array(program.dropFirst())).run(
            [Program.ferry.path, "list", "--agent=never"] + transport + options + [place],
            environment: ["HOME": home, "SSH_AUTH_SOCK": "", "SSH_ASKPASS": ""].merging(environment) { $1 })
    }

    static func replacing(_ word: String, _ other: String, _ text: String) -> String {
        text.split(separator: word, omittingEmptySubsequences: false).joined(separator: other)
    }
}
