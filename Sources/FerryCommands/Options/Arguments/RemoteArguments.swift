/// Options about reaching other hosts.
public struct RemoteArguments: Sendable {
    public var remoteShell: OptionText?
    public var sshTransport: OptionText?
    public var identities: [OptionText] = []
    public var agent: OptionText?
    public var hostKeys: OptionText?
    public var connectTimeout: OptionText?
    /// `-z`, and what goes with it.
    public var compression = CompressionArguments()
}

/// Options about compressing what goes over the network.
public struct CompressionArguments: Sendable {
    public var isOn = false
    public var choice: OptionText?
    /// `--old-compress` and `--new-compress`, which the choice overrides.
    public var isZlib = false
    public var level: OptionText?
    public var skipped: OptionText?
}
