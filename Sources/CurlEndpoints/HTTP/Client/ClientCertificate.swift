/// By what a TLS client proves who it is.
package struct ClientCertificate: Sendable, Hashable {
    /// Files in PEM.
    package let certificate: String
    /// The certificate's own file where the key is in it.
    package let key: String
    /// Of an encrypted key.
    package let password: String?

    package init(certificate: String, key: String? = nil, password: String? = nil) {
        self.certificate = certificate
        self.key = key ?? certificate
        self.password = password
    }
}
