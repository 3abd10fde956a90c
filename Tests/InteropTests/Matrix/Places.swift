import Harness
import Servers

/// All kinds of places that there are, each with a server of its own where it needs one. A new one is a line in `all` and
/// its definition.
enum Places {
    static let all = [local, sftp, agent, scp, ftp, http, dav, s3]
    static var remote: [Place] { all.filter { $0.server != nil } }
    /// All servers that take files, of every make.
    static var writable: [Place] {
        all.filter(\.isWritable) + [vsftpd, pyftpdlib, davInPieces, wsgidav, wsgidavWithHeaders, rcloneDAV]
    }

    private static let directory = TemporaryKeeper()

    private static let local = Place("local", in: directory.path) { "\(directory.path)/\($0)" }

    // MARK: Hosts

    /// Where no program may be started: SFTP is all there is.
    private static let closedHost = SSHServer(.inside, settings: ["ForceCommand internal-sftp"])
    /// Where ferry is found.
    private static let openHost = SSHServer(
        .inside, settings: ["SetEnv PATH=\(Program.ferry.folder):/usr/bin:/bin"])

    /// ssh with a configuration that knows both.
    private static let remoteShell: String = {
        let file = "\(directory.path)/ssh_config"
        let parts = [("closed", closedHost), ("open", openHost)].map { name, server in
            "sed '1s/.*/Host \(name)/' '\(server.configuration)'"
        }
        let made = Program("sh").run(["-c", "(\(parts.joined(separator: "; "))) > '\(file)'"])
        precondition(made.status == 0, made.errorText)
        return "--rsh=ssh -F \(file)"
    }()

    private static let sftp = host("sftp", closedHost) { "sftp://closed\(directory.path)/\($0)" }
    private static let agent = host("agent", openHost) { "open:\(directory.path)/\($0)" }
    private static let scp = host("scp", openHost) { "scp://open\(directory.path)/\($0)" }

    /// - Parameter port: Another one than the server's own.
    private static func host(
        _ name: String, _ server: SSHServer, port: Int? = nil, _ location: @escaping @Sendable (String) -> String
    ) -> Place {
        Place(
            name, in: directory.path, options: [remoteShell + (port.map { " -o Port=\($0)" } ?? "")],
            server: Place.Server(port: server.port) { host(name, server, port: $0, location) }, location: location)
    }

    // MARK: Servers

    private static let proFTPD = ProFTPDServer()
    private static let ftp = ftp(port: proFTPD.port)

    private static func ftp(port: Int) -> Place { ftp("ftp", port: port, of: (proFTPD.port, proFTPD.data)) }

    private static func ftp(_ name: String, port: Int, of server: (port: Int, data: String)) -> Place {
        Place(
            name, in: server.data, options: ["--ftp-tls=none"], environment: ["FERRY_FTP_PASSWORD": "pw"],
            server: Place.Server(port: server.port, isFTP: true) { ftp(name, port: $0, of: server) }
        ) { "ftp://u@127.0.0.1:\(port)/\($0)" }
    }

    private static let pyFTPServer = PyFTPServer()
    private static let pyftpdlib = ftp(
        "ftp-pyftpdlib", port: pyFTPServer.port, of: (pyFTPServer.port, pyFTPServer.data))

    private static let vsftpdServer = VsftpdServer()
    private static let vsftpd = Place("ftp-vsftpd", in: vsftpdServer.data, options: ["--ftp-tls=none"]) {
        "ftp://127.0.0.1:\(vsftpdServer.port)/tree/\($0)"
    }

    private static let nginx = NginxServer()
    private static let http = http(port: nginx.port)
    private static let dav = dav("dav", port: nginx.port, in: nginx.data) { "/dav/\($0)" }

    private static let apache = ApacheServer()
    /// WebDAV on a server that takes uploads in pieces, as nginx does not.
    static let davInPieces = dav("dav-pieces", port: apache.port, in: apache.data) { "/\($0)" }

    private static let wsgiDAVServer = WsgiDAVServer()
    private static let wsgidav = dav("dav-wsgidav", port: wsgiDAVServer.port, in: wsgiDAVServer.data) { "/\($0)" }
    private static let wsgiDAVHeaderServer = WsgiDAVServer(.header)
    private static let wsgidavWithHeaders = dav(
        "dav-wsgidav-headers", port: wsgiDAVHeaderServer.port, in: wsgiDAVHeaderServer.data
    ) { "/\($0)" }
    private static let rcloneDAVServer = RcloneDAVServer()
    private static let rcloneDAV = dav("dav-rclone", port: rcloneDAVServer.port, in: rcloneDAVServer.data) { "/\($0)" }

    private static func http(port: Int) -> Place {
        Place(
            "http", in: nginx.data, isWritable: false, server: Place.Server(port: nginx.port) { http(port: $0) }
        ) { "http://127.0.0.1:\(port)/json/\($0)" }
    }

    private static func dav(
        _ name: String, port: Int, in data: String, _ path: @escaping @Sendable (String) -> String
    ) -> Place {
        Place(
            name, in: data, environment: ["FERRY_HTTP_PASSWORD": "pw"],
            server: Place.Server(port: port) { dav(name, port: $0, in: data, path) }
        ) { "dav://u@127.0.0.1:\(port)\(path($0))" }
    }

    private static let bucket: String = {
        Radosgw.shared.bucket("matrix")
        return "matrix"
    }()
    private static let s3 = s3(port: Radosgw.shared.port)

    private static func s3(port: Int) -> Place {
        Place(
            "s3",
            environment: [
                "AWS_ENDPOINT_URL_S3": "http://127.0.0.1:\(port)", "AWS_ACCESS_KEY_ID": Radosgw.accessKey,
                "AWS_SECRET_ACCESS_KEY": Radosgw.secretKey, "AWS_CA_BUNDLE": "", "AWS_PROFILE": "",
            ],
            server: Place.Server(port: Radosgw.shared.port) { s3(port: $0) },
            location: { "s3://\(bucket)/\($0)" },
            put: { tree, name in rclone(["copy", tree, "store:\(bucket)/\(name)"]) },
            content: { name, scratch in
                rclone(["copy", "store:\(bucket)/\(name)", scratch])
                return scratch
            })
    }

    private static func rclone(_ arguments: [String]) {
        let outcome = Radosgw.shared.rclone(arguments)
        precondition(outcome.status == 0, "rclone: \(outcome.errorText)")
    }
}

/// A temporary directory that lasts as long as this value.
private final class TemporaryKeeper: @unchecked Sendable {
    private let directory = TemporaryDirectory()

    var path: String { directory.path }
}

extension Program {
    /// Where it is.
    fileprivate var folder: String { String(path[..<(path.lastIndex(of: "/") ?? path.startIndex)]) }
}
