internal import Glibc
internal import Harness

/// `rclone serve webdav` at `/`, for user `u` with password `pw`. It replaces files by the parts of them that it is sent.
package final class RcloneDAVServer: Sendable {
    package let port: Int
    /// The tree that it serves.
    package let data: String
    private let directory: TemporaryDirectory
    private let process: ServerProcess

    package init() {
        directory = TemporaryDirectory()
        data = directory.path + "/data"
        precondition(mkdir(data, 0o755) == 0)
        port = FreePort.next()
        let log = directory.path + "/log"
        let words = ["--addr", "127.0.0.1:\(port)", "--user", "u", "--pass", "pw", "--dir-cache-time", "0s"]
        process = ServerProcess(
            ["rclone", "serve", "webdav", data] + words,
            environment: ["RCLONE_CONFIG": "/dev/null", "HOME": directory.path], log: log)
        process.waitUntilListening(on: port, log: log)
    }
}
