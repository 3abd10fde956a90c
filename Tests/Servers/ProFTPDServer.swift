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
    private let process: ServerProcess

    /// - Parameters:
    ///   - connections: How many of them it lets one host have.
    ///   - beginsWithTLS: Whether connections do; else clients may ask for it.
    package init(connections: Int = 60, beginsWithTLS: Bool = false) {
        let package = ServerPackage.proFTPD
        directory = TemporaryDirectory()
        let place = directory.path
        data = "\(place)/data"
        certificates = TestCertificates(in: place)
        port = FreePort.next()
        let script = """
            set -e
            mkdir "$1/data"
            echo "u:$(openssl passwd -6 pw):$(id -u):$(id -g)::$1/data:/bin/sh" > "$1/passwd"
            echo "g:x:$(id -g):u" > "$1/group"; chmod 600 "$1/passwd" "$1/group"; cat > "$1/proftpd.conf"
            """
        let modules = package.path("usr/lib/proftpd")
        let configuration = Self.configuration(
            place, modules: modules, port, certificates, connections: connections, beginsWithTLS: beginsWithTLS)
        let outcome = Program("/bin/sh").run(["-c", script, "sh", place], input: Array(configuration.utf8))
        precondition(outcome.status == 0, "cannot prepare proftpd: \(outcome.errorText)")
        let log = "\(place)/log"
        process = ServerProcess(
            [package.path("usr/sbin/proftpd"), "-n", "-c", "\(place)/proftpd.conf"],
            environment: package.environment(), log: log)
        process.waitUntilListening(on: port, log: log)
    }

    private static func configuration(
        _ place: String, modules: String, _ port: Int, _ certificates: TestCertificates, connections: Int,
        beginsWithTLS: Bool
    ) -> String {
        // Without root's rights it cannot confine anybody, and need not.
        let root = getuid() == 0 ? "DefaultRoot \(place)/data" : "DefaultChdir \(place)/data"
        return """
            ModulePath \(modules)
            LoadModule mod_tls.c
            LoadModule mod_digest.c
            ServerName ferry
            ServerType standalone
            DefaultServer on
            DefaultAddress 127.0.0.1
            UseReverseDNS off
            UseIPv6 off
            Port \(port)
            User \(account)
            Group \(group)
            RootLogin on
            RequireValidShell off
            AuthOrder mod_auth_file.c
            AuthUserFile \(place)/passwd
            AuthGroupFile \(place)/group
            WtmpLog off
            TransferLog none
            SystemLog \(place)/system.log
            PidFile \(place)/pid
            ScoreboardFile \(place)/scoreboard
            DelayEngine off
            MaxInstances 100
            MaxClientsPerHost \(connections)
            AllowOverwrite on
            AllowStoreRestart on
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

    private static let account = String(cString: getpwuid(getuid()).pointee.pw_name)
    private static let group = String(cString: getgrgid(getgid()).pointee.gr_name)
}
