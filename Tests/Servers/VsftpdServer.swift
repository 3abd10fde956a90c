internal import Glibc
internal import Harness

/// vsftpd: FTP without MLSD, with times by `MDTM TIME`. Anybody may log in as `anonymous`, and write below `tree`.
package final class VsftpdServer: Sendable {
    package let port: Int
    /// What is `tree` to those who log in.
    package let data: String
    package let certificates: TestCertificates
    private let directory: TemporaryDirectory
    private let process: ServerProcess

    /// - Parameter beginsWithTLS: Whether connections do; else clients may ask for it. Files must come over a session of
    ///   the control connection in either case.
    package init(beginsWithTLS: Bool = false) {
        let package = ServerPackage.vsftpd
        directory = TemporaryDirectory()
        let place = directory.path
        let root = "\(place)/served"
        data = "\(root)/tree"
        for folder in [root, data, "\(place)/empty"] { precondition(mkdir(folder, 0o755) == 0) }
        chmod(place, 0o755)
        // Whoever is confined must not be able to write in the root.
        if getuid() == 0 { precondition(chown(data, getpwnam(Self.account).pointee.pw_uid, 0) == 0) }
        certificates = TestCertificates(in: place)
        port = FreePort.next()
        let configuration = "\(place)/vsftpd.conf"
        let settings = Self.settings(place, port, certificates, beginsWithTLS: beginsWithTLS).joined(separator: "\n")
        let file = open(configuration, O_WRONLY | O_CREAT, 0o600)
        precondition(write(file, settings, settings.utf8.count) == settings.utf8.count)
        close(file)
        let log = "\(place)/log"
        process = ServerProcess(
            [package.path("usr/sbin/vsftpd"), configuration], environment: package.environment(), log: log)
        process.waitUntilListening(on: port, log: log)
    }

    /// Whose files they are where root starts the server: an account of every system whose home is there, as that of
    /// `nobody` is not on most.
    private static let account = "daemon"

    private static func settings(
        _ place: String, _ port: Int, _ certificates: TestCertificates, beginsWithTLS: Bool
    ) -> [String] {
        let account = getuid() == 0 ? Self.account : String(cString: getpwuid(getuid()).pointee.pw_name)
        let user = ["ftp_username=\(account)"] + (getuid() == 0 ? [] : ["run_as_launching_user=YES"])
        return user + [
            "listen=YES", "background=NO", "listen_address=127.0.0.1", "listen_port=\(port)", "anonymous_enable=YES",
            "no_anon_password=NO", "anon_root=\(place)/served", "anon_upload_enable=YES", "anon_mkdir_write_enable=YES",
            "anon_other_write_enable=YES", "anon_world_readable_only=NO", "anon_umask=022",

            "write_enable=YES", "local_enable=NO", "mdtm_write=YES", "use_localtime=NO",
            "secure_chroot_dir=\(place)/empty", "xferlog_enable=NO", "vsftpd_log_file=\(place)/vsftpd.log",
            "seccomp_sandbox=NO", "ssl_enable=YES", "allow_anon_ssl=YES", "force_local_data_ssl=NO",
            "force_local_logins_ssl=NO", "require_ssl_reuse=YES", "implicit_ssl=\(beginsWithTLS ? "YES" : "NO")",
            "rsa_cert_file=\(certificates.certificate)", "rsa_private_key_file=\(certificates.key)", "ssl_ciphers=HIGH",
            "",
        ]
    }
}
