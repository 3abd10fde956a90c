/// What is started on a host.
public enum SSHService: Sendable, Hashable {
    /// The subsystem of that name (RFC 4254 section 6.5).
    case sftp
    /// A command line for the account's shell there.
    case command(String)

    /// The words for ssh that begin it there.
    func words(on host: String) -> [String] {
        switch self {
        case .sftp: ["-s", "--", host, "sftp"]
        case .command(let line): ["--", host, line]
        }
    }

    /// What a user's configuration may say that would get in the way of any of them.
    static let settings = ["RequestTTY=no", "RemoteCommand=none"]

    /// What it means when the server does not start it.
    var refusal: String {
        switch self {
        case .sftp: "the server offers no SFTP"
        case .command: "the server runs no commands"
        }
    }
}
