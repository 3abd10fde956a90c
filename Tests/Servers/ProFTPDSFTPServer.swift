internal import Glibc
internal import Harness

/// proftpd's mod_sftp: SFTP of another make, which digests files and neither copies data nor runs commands. It serves
/// whoever runs the tests, by key.
package final class ProFTPDSFTPServer: Sendable {
    /// ssh as it reaches this server, for `--rsh`; the host is called `server`.
    package let remoteShell: String
    private let directory: TemporaryDirectory
    private let process: ServerProcess

    package init() {
        let package = ServerPackage.proFTPD
        directory = TemporaryDirectory()
        let place = directory.path
        let port = FreePort.next()
        let client = SSHClientFiles(in: place, port: port, user: "u")
        remoteShell = "ssh -F \(client.configuration)"
        let script = """
            set -e
            echo "u:x:$(id -u):$(id -g)::$HOME:/bin/sh" > "$1/passwd"; echo "g:x:$(id -g):u" > "$1/group"
            chmod 600 "$1/passwd" "$1/group"; ssh-keygen -e -f "$1/user.pub" > "$1/keys"; cat > "$1/proftpd.conf"
            """
        let configuration = Self.configuration(place, modules: package.path("usr/lib/proftpd"), port)
        let outcome = Program("/bin/sh").run(
            ["-c", script, "sh", place], environment: ["HOME": Self.home], input: Array(configuration.utf8))
        precondition(outcome.status == 0, "cannot prepare proftpd: \(outcome.errorText)")
        let log = "\(place)/log"
        process = ServerProcess(
            [package.path("usr/sbin/proftpd"), "-n", "-c", "\(place)/proftpd.conf"],
            environment: package.environment(), log: log)
        process.waitUntilListening(on: port, log: log)
    }

    private static func configuration(_ place: String, modules: String, _ port: Int) -> String {
        """
        ModulePath \(modules)
        LoadModule mod_sftp.c
        ServerType standalone
        DefaultServer on
        DefaultAddress 127.0.0.1
        UseReverseDNS off
        UseIPv6 off
        Port \(port)
        User \(String(cString: getpwuid(getuid()).pointee.pw_name))
        Group \(String(cString: getgrgid(getgid()).pointee.gr_name))
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
        Umask 022
        AllowOverwrite on
        AllowStoreRestart on
        SFTPEngine on
        SFTPLog \(place)/sftp.log
        SFTPHostKey \(place)/host
        SFTPAuthMethods publickey
        SFTPAuthorizedUserKeys file:\(place)/keys

        """
    }

    private static let home = String(cString: getpwuid(getuid()).pointee.pw_dir)
}
