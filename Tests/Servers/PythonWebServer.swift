/// `python3 -m http.server`: pages of directories, and files without ranges.
package final class PythonWebServer: Sendable {
    private let server: TreeServer
    package var port: Int { server.port }
    /// The tree that it serves.
    package var data: String { server.data }

    package init() {
        server = TreeServer { port, data in
            ["python3", "-m", "http.server", "\(port)", "--bind", "127.0.0.1", "--directory", data]
        }
    }
}
