internal import Glibc
internal import Harness

/// A server of one program over a fresh tree, which ends with it.
final class TreeServer: Sendable {
    let port: Int
    /// The tree that it serves.
    let data: String
    private let directory: TemporaryDirectory
    private let process: ServerProcess

    /// - Parameters:
    ///   - command: For a port and the tree.
    ///   - environment: For a directory that the program may take for its home.
    init(
        _ command: (_ port: Int, _ data: String) -> [String],
        environment: (_ home: String) -> [String: String] = { _ in [:] }
    ) {
        directory = TemporaryDirectory()
        data = directory.path + "/data"
        precondition(mkdir(data, 0o755) == 0)
        port = FreePort.next()
        let log = directory.path + "/log"
        process = ServerProcess(command(port, data), environment: environment(directory.path), log: log)
        process.waitUntilListening(on: port, log: log)
    }
}
