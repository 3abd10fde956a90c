internal import Glibc
internal import Harness

/// `python3 -m http.server`: pages of directories, and files without ranges.
package final class PythonWebServer: Sendable {
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
        let words = ["-m", "http.server", "\(port)", "--bind", "127.0.0.1", "--directory", data]
        process = ServerProcess(["python3"] + words, log: log)
        process.waitUntilListening(on: port, log: log)
    }
}
