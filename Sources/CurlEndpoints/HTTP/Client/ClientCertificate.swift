/// By what a TLS client proves who it is.
public struct ClientCertificate: Sendable, Hashable {
    /// Files in PEM.
    public let certificate: String
    /// The certificate's own file where the key is in it.
    public let key: String
    /// Of an encrypted key.
    public let password: String?

    public init(certificate: String, key: String? = nil, password: String? = nil) {
        self.certificate = certificate
        self.key = key ?? certificate
        self.password = password
    }
}
