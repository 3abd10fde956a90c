internal import Glibc

/// What a command line is resolved against besides its words. Only this type and its callers read the environment.
public struct Environment: Sendable {
    public var variables: [String: String]
    /// The process's file mode creation mask.
    public var umask: UInt16
    /// Seconds since 1970.
    public var now: Int64
    /// Absolute, without a trailing slash; empty where the working directory is `/` or unknown.
    public var workingDirectory: [UInt8]
    /// Whether somebody can be asked.
    public var hasTerminal: Bool
    /// The file of this program.
    public var programPath: String?

    public init(
        variables: [String: String] = [:], umask: UInt16 = 0o022, now: Int64 = 0, workingDirectory: [UInt8] = [],
        hasTerminal: Bool = false, programPath: String? = nil
    ) {
        self.variables = variables
        self.umask = umask
        self.now = now
        self.workingDirectory = workingDirectory
        self.hasTerminal = hasTerminal
        self.programPath = programPath
    }

    /// This process's. To be asked for once, before there are other threads: reading the umask sets it for a moment.
    public static func current(_ names: [String] = Environment.names) -> Environment {
        var variables: [String: String] = [:]
        for name in names {
            if let value = getenv(name) { variables[name] = String(cString: value) }
        }
        let mask = Glibc.umask(0)
        _ = Glibc.umask(mask)
        return Environment(
            variables: variables, umask: UInt16(mask), now: Int64(time(nil)), workingDirectory: currentDirectory,
            hasTerminal: isTerminalThere, programPath: ownPath)
    }

    private static var isTerminalThere: Bool {
        let terminal = Glibc.open("/dev/tty", O_RDWR | O_NOCTTY | O_CLOEXEC)
        if terminal >= 0 { close(terminal) }
        return terminal >= 0
    }

    private static var ownPath: String? {
        guard let path = realpath("/proc/self/exe", nil) else { return nil }
        defer { free(path) }
        return String(cString: path)
    }

    /// The variables that mean something.
    public static let names = [
        "HOME", "XDG_STATE_HOME", "TMPDIR", "CVSIGNORE", "RSYNC_PARTIAL_DIR", "NETRC", "FERRY_HTTP_PASSWORD",
        "FERRY_HTTP_TOKEN",
        "FERRY_FTP_PASSWORD", "FERRY_CLIENT_KEY_PASSWORD",
        "AWS_ACCESS_KEY_ID", "AWS_SECRET_ACCESS_KEY", "AWS_SESSION_TOKEN", "AWS_PROFILE", "AWS_REGION",
        "AWS_DEFAULT_REGION", "AWS_ENDPOINT_URL_S3", "AWS_ENDPOINT_URL", "AWS_SHARED_CREDENTIALS_FILE",
        "AWS_CONFIG_FILE", "AWS_CA_BUNDLE", "AWS_ENDPOINT_URL_STS", "AWS_ROLE_ARN", "AWS_ROLE_SESSION_NAME",
        "AWS_WEB_IDENTITY_TOKEN_FILE", "AWS_CONTAINER_CREDENTIALS_RELATIVE_URI",
        "AWS_CONTAINER_CREDENTIALS_FULL_URI", "AWS_CONTAINER_AUTHORIZATION_TOKEN",
        "AWS_CONTAINER_AUTHORIZATION_TOKEN_FILE", "AWS_EC2_METADATA_DISABLED",
        "AWS_EC2_METADATA_SERVICE_ENDPOINT",
        "RSYNC_RSH", "SSH_ASKPASS", "SSH_ASKPASS_REQUIRE", "SSH_AUTH_SOCK", "PATH", Askpass.password, Askpass.request,
        "ftp_proxy", "FTP_PROXY", "no_proxy", "NO_PROXY",
    ]

    private static var currentDirectory: [UInt8] {
        guard let path = getcwd(nil, 0) else { return [] }
        defer { free(path) }
        let bytes = Array(String(cString: path).utf8)
        return bytes.count == 1 ? [] : bytes
    }

    /// Whether the user's shell would find a program of this name.
    func hasProgram(_ name: String) -> Bool {
        let directories = (variables["PATH"] ?? "/usr/bin:/bin").split(separator: ":", omittingEmptySubsequences: false)
        return directories.contains { access($0.isEmpty ? name : "\($0)/\(name)", X_OK) == 0 }
    }

    /// The value of a variable that is set and not empty.
    public func value(_ name: String) -> String? {
        variables[name].flatMap { $0.isEmpty ? nil : $0 }
    }
}
