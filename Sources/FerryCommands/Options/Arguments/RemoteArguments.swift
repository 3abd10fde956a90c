/// Options about reaching other hosts.
package struct RemoteArguments: Sendable {
    package var remoteShell: OptionText?
    package var sshTransport: OptionText?
    package var identities: [OptionText] = []
    package var agent: OptionText?
    package var hostKeys: OptionText?
    package var connectTimeout: OptionText?
    /// `-z`, and what goes with it.
    package var compression = CompressionArguments()
}

/// Options about compressing what goes over the network.
package struct CompressionArguments: Sendable {
    package var isOn = false
    package var choice: OptionText?
    /// `--old-compress` and `--new-compress`, which the choice overrides.
    package var isZlib = false
    package var level: OptionText?
    package var skipped: OptionText?
}
