/// How hosts are reached and what is expected of them.
public struct SSHOptions: Hashable, Sendable {
    /// The program that opens connections, with its first arguments (`--rsh`). It must understand those of ssh(1).
    public var remoteShell = ["ssh"]
    /// Files of private keys that are tried first.
    public var identities: [String] = []
    /// Nil leaves the choice to ssh's configuration.
    public var hostKeys: HostKeyChecking?
    /// Seconds until a host must have answered (`--contimeout`); nil leaves it to ssh.
    public var connectTimeout: Int?
    /// Seconds without an answer after which a server counts as hung (`--timeout`); nil leaves it to ssh's keepalive.
    public var timeout: Int?
    public var interaction = Interaction.none
    /// How many connections there may be to a host (`--connections`); nil is as many as pay.
    public var mostConnections: Int?
    /// Let ssh compress what goes through SFTP (`--compress`).
    public var isCompressed = false
    /// Compare what was uploaded with the digest of a server that computes one (all of `--verify` but `none`).
    public var confirmsUploads = true
    /// Treat symlinks to directories as directories when paths lead through them (`--keep-dirlinks`).
    public var followsDirectoryLinks = false
    /// What new files and directories get of 0666 and 0777 where nothing else is asked for.
    public var umask: UInt16 = 0o022

    public init() {}

    /// For a further session: nobody is to be asked for a password twice.
    public var unattended: SSHOptions {
        var options = self
        if interaction == .user { options.interaction = .none }
        return options
    }

    /// `--strict-host-key-checking`
    public enum HostKeyChecking: String, Sendable, CaseIterable {
        /// Only hosts whose key is known.
        case yes
        /// New hosts, too; never one whose key has changed.
        case acceptNew = "accept-new"
        case no
    }

    /// Who answers when ssh asks for a password or a passphrase.
    public enum Interaction: Hashable, Sendable {
        /// Nobody.
        case none
        /// The user, on the terminal or as his own settings have it.
        case user
        /// A program that these variables tell ssh of.
        case program([String: String])
    }
}
