/// `rclone serve webdav` at `/`, for user `u` with password `pw`. It replaces files by the parts of them that it is sent.
public final class RcloneDAVServer: Sendable {
    private let server: TreeServer
    public var port: Int { server.port }
    /// The tree that it serves.
    public var data: String { server.data }

    public init() {
        let words = ["--user", "u", "--pass", "pw", "--dir-cache-time", "0s"]
        server = TreeServer(
            { port, data in ["rclone", "serve", "webdav", data, "--addr", "127.0.0.1:\(port)"] + words },
            environment: { ["RCLONE_CONFIG": "/dev/null", "HOME": $0] })
    }
}
