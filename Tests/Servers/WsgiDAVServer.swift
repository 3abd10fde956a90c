/// wsgidav: WebDAV of another make at `/`, for user `u` with password `pw`. It breaks connections off over names that are
/// not UTF-8.
package final class WsgiDAVServer: Sendable {
    private let server: TreeServer
    package var port: Int { server.port }
    /// The tree that it serves.
    package var data: String { server.data }

    /// How files get the times that they are to have.
    package enum Times: String, Sendable {
        /// By PROPPATCH.
        case property
        /// By `X-OC-Mtime`.
        case header
    }

    package init(_ times: Times = .property) {
        server = TreeServer(
            { port, data in ["python3", "-c", Self.script, data, "\(port)", times.rawValue] },
            environment: { _ in ["PYTHONPATH": PythonProgram.wsgidav, "PYTHONDONTWRITEBYTECODE": "1"] })
    }

    private static let script = """
        import sys
        from cheroot.wsgi import Server
        from wsgidav.wsgidav_app import WsgiDAVApp
        application = WsgiDAVApp({
            "provider_mapping": {"/": {"root": sys.argv[1], "readonly": False}},
            "simple_dc": {"user_mapping": {"*": {"u": {"password": "pw"}}}},
            "http_authenticator": {"accept_digest": False, "default_to_digest": False},
            "mutable_live_props": ["{DAV:}getlastmodified"] if sys.argv[3] == "property" else [],
            "honor_mtime_header": sys.argv[3] == "header",
            "verbose": 1,
        })
        Server(("127.0.0.1", int(sys.argv[2])), application, numthreads=16).start()
        """
}
