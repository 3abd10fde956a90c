internal import Glibc
internal import Harness

/// OpenSSH's sshd on a free port of the loopback interface, with keys of its own and an ssh configuration to reach it.
///
/// As root it runs with an account file of its own, in which there are the user that sshd needs and `tester`, who has a
/// password; the machine's files are not touched. Without those rights it serves whoever runs the tests, by key.
package final class SSHServer: Sendable {
    package let port: Int
    /// The ssh configuration: the host is called `server` there.
    package let configuration: String
    /// A home directory whose `.ssh` has what is needed to reach it without that configuration.
    package let home: String
    /// Whom it lets in by that.
    package var user: String { getpwuid(geteuid()).map { String(cString: $0.pointee.pw_name) } ?? "root" }
    /// The process group of all that it runs.
    package var processGroup: Int { Int(process.identifier) }
    /// An account with a password; nil where there can be none.
    package let account: (user: String, password: String)?
    /// What `jailing` shows to accounts as the whole file system. `data` in it belongs to `account`.
    package var jail: String { "\(place)/jail" }
    /// Settings by which accounts see nothing but the jail, and can do nothing but SFTP. Of root's tests only.
    package static let jailing = ["ChrootDirectory /run/jail", "ForceCommand internal-sftp"]
    /// The number of that account.
    package static let accountNumber = 4242
    private let process: ServerProcess
    private let place: String
    private let keeper: DirectoryKeeper

    /// The program that serves SFTP.
    package enum Subsystem: String, Sendable {
        case inside = "internal-sftp"
        case program
        case none
    }

    /// - Parameter settings: Of sshd_config(5); they count before the usual ones.
    package init(_ subsystem: Subsystem = .inside, settings: [String] = []) {
        keeper = DirectoryKeeper()
        place = keeper.path
        port = FreePort.next()
        account = geteuid() == 0 ? ("tester", "pw123") : nil
        let client = SSHClientFiles(in: place, port: port)
        configuration = client.configuration
        home = client.makeHome()
        let sshd = ServerPackage.openSSH.path("usr/sbin/sshd")
        SSHClientFiles.write(settings + Self.serverSettings(place, port, subsystem), "\(place)/sshd_config")
        let log = "\(place)/log"
        process = ServerProcess(
            Self.ownAccounts(in: place) + [sshd, "-D", "-e", "-f", "\(place)/sshd_config"],
            environment: ServerPackage.openSSH.environment(), log: log)
        process.waitUntilListening(on: port, log: log)
    }

    /// ssh as it reaches this server, for `--rsh`.
    package var remoteShell: String { "ssh -F \(configuration)" }

    /// Stops it in its tracks without closing a connection: what a host looks like that hangs.
    package func freeze() { kill(-process.identifier, SIGSTOP) }

    package func end() { process.end() }

    private static func serverSettings(_ place: String, _ port: Int, _ subsystem: Subsystem) -> [String] {
        var lines = [
            "ListenAddress 127.0.0.1", "Port \(port)", "HostKey \(place)/host", "PidFile none", "StrictModes no",
            "AuthorizedKeysFile \(place)/user.pub", "UsePAM no", "PasswordAuthentication yes", "PermitRootLogin yes",
            "KbdInteractiveAuthentication no", "UseDNS no", "MaxStartups 200", "MaxSessions 100", "LogLevel VERBOSE",
        ]
        switch subsystem {
        case .inside: lines.append("Subsystem sftp internal-sftp")
        case .program: lines.append("Subsystem sftp \(ServerPackage.openSSH.path("usr/lib/openssh/sftp-server"))")
        case .none: break
        }
        return lines
    }

    /// The command that gives what follows an account file of its own, and the directory that sshd asks for.
    private static func ownAccounts(in place: String) -> [String] {
        guard geteuid() == 0 else { return [] }
        let script = """
            set -e
            cp /etc/passwd /etc/group /etc/shadow "$0"
            grep -q ^sshd: /etc/passwd || echo 'sshd:x:4241:65534::/:/usr/sbin/nologin' >> "$0/passwd"
            echo "tester:x:4242:4242::$0/home:/bin/sh" >> "$0/passwd"
            echo 'tester:x:4242:' >> "$0/group"
            echo "tester:$(openssl passwd -6 pw123):19000:0:99999:7:::" >> "$0/shadow"
            # A name that has other numbers there than here.
            sed -i 's/^games:[^:]*:[0-9]*:[0-9]*:/games:x:5555:5555:/' "$0/passwd"
            sed -i 's/^games:[^:]*:[0-9]*:/games:x:5555:/' "$0/group"
            mkdir "$0/home"
            chown 4242:4242 "$0/home"
            chmod 711 "$0"
            for name in passwd group shadow; do mount --bind "$0/$name" /etc/$name; done
            mkdir "$0/pam.d"
            echo 'auth required pam_unix.so' > "$0/pam.d/sshd"
            for kind in account session; do echo "$kind required pam_permit.so" >> "$0/pam.d/sshd"; done
            [ ! -d /etc/pam.d ] || mount --bind "$0/pam.d" /etc/pam.d
            mount -t tmpfs -o mode=755 none /run
            # A place that belongs to root all the way down, as sshd demands of one.
            mkdir -p /run/sshd /run/jail "$0/jail/data"
            chown 4242:4242 "$0/jail/data"
            mount --bind "$0/jail" /run/jail
            exec "$@"
            """
        return ["unshare", "--mount", "--propagation", "private", "sh", "-c", script, place]
    }
}
