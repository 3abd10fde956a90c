/// Options about reaching other hosts.
package struct RemoteArguments: Sendable {
    package var remoteShell: OptionText?
    package var sshTransport: OptionText?
    package var identities: [OptionText] = []
    package var agent: OptionText?
    package var hostKeys: OptionText?
    package var connectTimeout: OptionText?
}
