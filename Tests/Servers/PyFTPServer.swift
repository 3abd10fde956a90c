/// pyftpdlib: FTP with MLSD and MFMT, for user `u` with password `pw`, who sees nothing but `data`.
///
/// Of a connection for files that is ready to be read it concludes that it has ended (`DTPHandler.readable`, 2.2.0). But with
/// many clients the event may be that of another one, which was closed in the same round and had the same descriptor; then
/// the transfer that follows waits for ever. So this one looks.
package final class PyFTPServer: Sendable {
    private let server: TreeServer
    package var port: Int { server.port }
    /// The tree that it serves.
    package var data: String { server.data }

    package init() {
        server = TreeServer { port, data in ["python3", "-c", Self.script, PythonProgram.pyftpdlib, data, "\(port)"] }
    }

    private static let script = """
        import socket, sys
        sys.path.insert(0, sys.argv[1])
        from pyftpdlib.authorizers import DummyAuthorizer
        from pyftpdlib.handlers import DTPHandler, FTPHandler
        from pyftpdlib.servers import FTPServer
        class Data(DTPHandler):
            def readable(self):
                if self.receive or self._initialized:
                    return self.receive
                try:
                    self.socket.recv(1, socket.MSG_PEEK)
                except BlockingIOError:
                    return False
                return DTPHandler.readable(self)
        users = DummyAuthorizer()
        users.add_user("u", "pw", sys.argv[2], perm="elradfmwMT")
        FTPHandler.authorizer = users
        FTPHandler.dtp_handler = Data
        FTPServer(("127.0.0.1", int(sys.argv[3])), FTPHandler).serve_forever()
        """
}
