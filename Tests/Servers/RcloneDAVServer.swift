/// `rclone serve webdav` at `/`, for user `u` with password `pw`. It replaces files by the parts of them that it is sent.
package final class RcloneDAVServer: Sendable {
    private let server: TreeServer
    package var port: Int { server.port }
    /// The tree that it serves.
    package var data: String { server.data }

    package init() {
        let words = ["--user", "u", "--pass", "pw", "--dir-cache-time", "0s"]
        server = TreeServer(
            { port, data in ["rclone", "serve", "webdav", data, "--addr", "127.0.0.1:\(port)"] + words },
            environment: { ["RCLONE_CONFIG": "/dev/null", "HOME": $0] })
    }
}
