import Harness
import Servers

/// Ways to reach a host: OpenSSH's two SFTP servers, those of other makes, ferry itself there, and scp where there is no SFTP;
/// through the ssh program and through libssh2.
enum SSHWay: CaseIterable, Sendable {
    case inside, program, proftpd, asyncssh, agent, scp, libssh2, libssh2Agent, libssh2SCP

    static let server = SSHServer(.inside)
    private static let external = SSHServer(.program)
    private static let ofProFTPD = ProFTPDSFTPServer()
    private static let ofAsyncSSH = AsyncSSHServer()
    private static let withoutSFTP = SSHServer(.none)

    var options: [String] {
        switch self {
        case .inside: ["--rsh=\(Self.server.remoteShell)", "--agent=never"]
        case .program: ["--rsh=\(Self.external.remoteShell)", "--agent=never"]
        case .proftpd: ["--rsh=\(Self.ofProFTPD.remoteShell)", "--agent=never"]
        case .asyncssh: ["--rsh=\(Self.ofAsyncSSH.remoteShell)", "--agent=never"]
        case .agent: ["--rsh=\(Self.server.remoteShell)", "--agent=\(Program.ferry.path)"]
        case .scp: ["--rsh=\(Self.withoutSFTP.remoteShell)"]
        case .libssh2: ["--ssh-transport=libssh2", "--agent=never"]
        case .libssh2Agent: ["--ssh-transport=libssh2", "--agent=\(Program.ferry.path)"]
        case .libssh2SCP: ["--ssh-transport=libssh2"]
        }
    }

    private var usesLibrary: Bool { [.libssh2, .libssh2Agent, .libssh2SCP].contains(self) }
    private var usesSCP: Bool { self == .scp || self == .libssh2SCP }
    private var server: SSHServer { usesSCP ? Self.withoutSFTP : Self.server }

    /// Where keys and known hosts are found without a configuration of ssh.
    var environment: [String: String] { usesLibrary ? ["HOME": server.home] : [:] }

    /// A path there, as the command line has it.
    func place(_ path: String) -> String {
        usesLibrary || usesSCP ? url(path.hasPrefix("/") ? path : "/\(path.isEmpty ? "~" : path)") : "server:\(path)"
    }

    /// An absolute path there, as a URL.
    func url(_ path: String) -> String {
        "\(usesSCP ? "scp" : "sftp")://\(usesLibrary ? "127.0.0.1:\(server.port)" : "server")\(path)"
    }
}
