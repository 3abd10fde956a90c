internal import Glibc
internal import Harness

/// proftpd: FTP with MLSD, MFMT and hashes for user `u` with password `pw`, who sees nothing but `data`; TLS where a
/// client wants it.
package final class ProFTPDServer: Sendable {
    package let port: Int
    /// The tree that it serves.
    package let data: String
    package let certificates: TestCertificates
    private let directory: TemporaryDirectory
    private let server: ProFTPD

    /// - Parameters:
    ///   - connections: How many of them it lets one host have.
    ///   - beginsWithTLS: Whether connections do; else clients may ask for it.
    ///   - patience: After how many seconds without a command or a file it ends a connection.
    package init(connections: Int = 60, beginsWithTLS: Bool = false, patience: Int = 600) {
        directory = TemporaryDirectory()
        let place = directory.path
        data = "\(place)/data"
        certificates = TestCertificates(in: place)
        port = FreePort.next()
        server = ProFTPD(
            in: place, on: port, modules: ["mod_tls.c", "mod_digest.c"],
            preparation: """
                mkdir "$1/data"
                echo "u:$(openssl passwd -6 pw):$(id -u):$(id -g)::$1/data:/bin/sh" > "$1/passwd"
                """,
            settings: Self.settings(
                place, certificates, connections: connections, beginsWithTLS: beginsWithTLS, patience: patience))
    }

    private static func settings(
        _ place: String, _ certificates: TestCertificates, connections: Int, beginsWithTLS: Bool, patience: Int
    ) -> String {
        // Without root's rights it cannot confine anybody, and need not.
        let root = getuid() == 0 ? "DefaultRoot \(place)/data" : "DefaultChdir \(place)/data"
        return """
            MaxClientsPerHost \(connections)
            TimeoutIdle \(patience)
            TimeoutNoTransfer \(patience)
            AllowRetrieveRestart on
            TimesGMT on
            UseSendfile off
            \(root)
            DigestEngine on
            DigestAlgorithms all
            TLSEngine on
            TLSProtocol TLSv1.2 TLSv1.3
            TLSECCertificateFile \(certificates.certificate)
            TLSECCertificateKeyFile \(certificates.key)
            TLSLog \(place)/tls.log
            TLSRequired off
            \(beginsWithTLS ? "TLSOptions UseImplicitSSL" : "")
            """
    }
}
