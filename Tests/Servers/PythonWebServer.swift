/// `python3 -m http.server`: pages of directories, and files without ranges.
public final class PythonWebServer: Sendable {
    private let server: TreeServer
    public var port: Int { server.port }
    /// The tree that it serves.
    public var data: String { server.data }

    public init() {
        server = TreeServer { port, data in
            ["python3", "-m", "http.server", "\(port)", "--bind", "127.0.0.1", "--directory", data]
        }
    }
}
