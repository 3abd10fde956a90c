internal import Glibc
internal import Harness

/// asyncssh: SFTP of another make, with copy-data and without digests and commands. It serves whoever runs the tests, by
/// key.
package final class AsyncSSHServer: Sendable {
    /// ssh as it reaches this server, for `--rsh`; the host is called `server`.
    package let remoteShell: String
    package let port: Int
    /// A home directory whose `.ssh` has what is needed to reach it without that.
    package let home: String
    private let directory: TemporaryDirectory
    private let process: ServerProcess

    package init() {
        directory = TemporaryDirectory()
        let place = directory.path
        port = FreePort.next()
        let client = SSHClientFiles(in: place, port: port)
        home = client.makeHome()
        remoteShell = "ssh -F \(client.configuration)"
        let log = "\(place)/log"
        process = ServerProcess(
            ["python3", "\(ServerPackage.repository)/scripts/serve-asyncssh", place, "\(port)"],
            environment: ["PYTHONPATH": PythonProgram.asyncssh], log: log)
        process.waitUntilListening(on: port, log: log)
    }
}
