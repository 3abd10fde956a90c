/// Options about servers that libcurl reaches.
package struct WebArguments: Sendable {
    package var headers: [OptionText] = []
    package var certificates: OptionText?
    package var clientCertificate: OptionText?
    package var clientKey: OptionText?
    package var ftpSecurity: OptionText?
}
