/// The command that starts a service on a host through ssh(1).
struct SSHCommand: Hashable {
    let words: [String]
    /// Added to the environment.
    let variables: [String: String]

    /// ssh asks a silent server for a sign of life this often, in seconds, and takes it for dead after three times.
    private static let keepaliveInterval = 15

    /// What the user's own command says comes first, which is what counts for ssh. Forwarding and local commands are of
    /// no use here, as sftp(1) has it.
    ///
    /// - Parameter isVerbose: Lets ssh say on its standard error what it does.
    init(_ target: SSHTarget, _ options: SSHOptions, starting service: SSHService, isVerbose: Bool = false) {
        var settings = [
            "ForwardX11=no", "PermitLocalCommand=no", "ClearAllForwardings=yes",
            "ServerAliveInterval=\(Self.keepaliveInterval)", "ServerAliveCountMax=3",
        ]
        settings += SSHService.settings
        // Whatever else is started compresses by itself, or does not need it.
        if options.isCompressed, service == .sftp { settings.append("Compression=yes") }
        if let hostKeys = options.hostKeys { settings.append("StrictHostKeyChecking=\(hostKeys.rawValue)") }
        if let seconds = options.connectTimeout { settings.append("ConnectTimeout=\(seconds)") }
        variables = Self.settle(options.interaction, hostKeys: options.hostKeys, &settings)
        var words = options.remoteShell + (isVerbose ? ["-v"] : []) + settings.map { "-o\($0)" }
        for identity in options.identities { words += ["-i", identity] }
        if let user = target.user { words += ["-l", user] }
        if let port = target.port { words += ["-p", "\(port)"] }
        self.words = words + service.words(on: target.host)
    }

    /// Nobody but the user can answer whether a host is to be trusted.
    private static func settle(
        _ interaction: SSHOptions.Interaction, hostKeys: SSHOptions.HostKeyChecking?, _ settings: inout [String]
    ) -> [String: String] {
        switch interaction {
        case .none:
            settings.append("BatchMode=yes")
            return [:]
        case .user: return [:]
        case .program(let variables):
            settings.append("NumberOfPasswordPrompts=1")
            if hostKeys == nil { settings.append("StrictHostKeyChecking=yes") }
            return variables
        }
    }
}
