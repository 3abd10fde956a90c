internal import Glibc
internal import Harness

/// pyftpdlib: FTP with MLSD and MFMT, for user `u` with password `pw`, who sees nothing but `data`.
package final class PyFTPServer: Sendable {
    package let port: Int
    /// The tree that it serves.
    package let data: String
    private let directory: TemporaryDirectory
    private let process: ServerProcess

    package init() {
        directory = TemporaryDirectory()
        data = "\(directory.path)/data"
        precondition(mkdir(data, 0o755) == 0)
        port = FreePort.next()
        let log = "\(directory.path)/log"
        process = ServerProcess(
            ["python3", "-c", Self.script, PythonProgram.pyftpdlib, data, "\(port)"], log: log)
        process.waitUntilListening(on: port, log: log)
    }

    private static let script = """
        import sys
        sys.path.insert(0, sys.argv[1])
        from pyftpdlib.authorizers import DummyAuthorizer
        from pyftpdlib.handlers import FTPHandler
        from pyftpdlib.servers import FTPServer
        users = DummyAuthorizer()
        users.add_user("u", "pw", sys.argv[2], perm="elradfmwMT")
        FTPHandler.authorizer = users
        FTPServer(("127.0.0.1", int(sys.argv[3])), FTPHandler).serve_forever()
        """
}
