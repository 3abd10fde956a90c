/// Options about servers that libcurl reaches.
public struct WebArguments: Sendable {
    public var headers: [OptionText] = []
    public var certificates: OptionText?
    public var clientCertificate: OptionText?
    public var clientKey: OptionText?
    public var ftpSecurity: OptionText?
}
