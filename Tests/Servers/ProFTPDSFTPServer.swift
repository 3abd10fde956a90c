internal import Glibc
internal import Harness

/// proftpd's mod_sftp: SFTP of another make, which digests files and neither copies data nor runs commands. It serves
/// whoever runs the tests, by key.
package final class ProFTPDSFTPServer: Sendable {
    /// ssh as it reaches this server, for `--rsh`; the host is called `server`.
    package let remoteShell: String
    private let directory: TemporaryDirectory
    private let server: ProFTPD

    package init() {
        directory = TemporaryDirectory()
        let place = directory.path
        let port = FreePort.next()
        let client = SSHClientFiles(in: place, port: port, user: "u")
        remoteShell = "ssh -F \(client.configuration)"
        server = ProFTPD(
            in: place, on: port, modules: ["mod_sftp.c"],
            preparation: """
                echo "u:x:$(id -u):$(id -g)::$HOME:/bin/sh" > "$1/passwd"; ssh-keygen -e -f "$1/user.pub" > "$1/keys"
                """,
            environment: ["HOME": String(cString: getpwuid(getuid()).pointee.pw_dir)],
            settings: """
                Umask 022
                SFTPEngine on
                SFTPLog \(place)/sftp.log
                SFTPHostKey \(place)/host
                SFTPAuthMethods publickey
                SFTPAuthorizedUserKeys file:\(place)/keys
                """)
    }
}
