internal import Glibc
internal import Harness

/// A proftpd that runs in a place of its own and knows one account, `u`: what all kinds of it have in common.
struct ProFTPD: Sendable {
    let process: ServerProcess

    /// - Parameters:
    ///   - place: A directory for its files.
    ///   - modules: To be loaded.
    ///   - preparation: Commands of a shell that make `$1/passwd` and what else the settings name, `$1` being the place.
    ///   - environment: Of these commands.
    ///   - settings: Lines of its configuration beside those of all kinds.
    init(
        in place: String, on port: Int, modules: [String], preparation: String, environment: [String: String] = [:],
        settings: String
    ) {
        let package = ServerPackage.proFTPD
        let script = """
            set -e
            \(preparation)
            echo "g:x:$(id -g):u" > "$1/group"; chmod 600 "$1/passwd" "$1/group"; cat > "$1/proftpd.conf"
            """
        let loading = ["ModulePath \(package.path("usr/lib/proftpd"))"] + modules.map { "LoadModule \($0)" }
        let configuration = (loading + [Self.settings(place, port), settings, ""]).joined(separator: "\n")
        let outcome = Program("/bin/sh").run(
            ["-c", script, "sh", place], environment: environment, input: Array(configuration.utf8))
        precondition(outcome.status == 0, "cannot prepare proftpd: \(outcome.errorText)")
        let log = "\(place)/log"
        process = ServerProcess(
            [package.path("usr/sbin/proftpd"), "-n", "-c", "\(place)/proftpd.conf"],
            environment: package.environment(), log: log)
        process.waitUntilListening(on: port, log: log)
    }

    private static func settings(_ place: String, _ port: Int) -> String {
        """
        ServerName ferry
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
        AllowOverwrite on
        AllowStoreRestart on
        """
    }
}
