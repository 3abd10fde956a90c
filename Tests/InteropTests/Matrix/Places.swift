import Harness
import Servers

/// All kinds of places that there are, each with a server of its own where it needs one. A new one is a line in `all` and
/// its definition.
enum Places {
    static let all = [local, sftp, agent, ftp, http, dav, s3]

    private static let directory = TemporaryKeeper()

    private static let local = Place("local", in: directory.path) { "\(directory.path)/\($0)" }

    // MARK: Hosts

    /// Where no program may be started: SFTP is all there is.
    private static let closedHost = SSHServer(.inside, settings: ["ForceCommand internal-sftp"])
    /// Where ferry is found.
    private static let openHost = SSHServer(
        .inside, settings: ["SetEnv PATH=\(Program.ferry.folder):/usr/bin:/bin"])

    /// An ssh configuration that knows both.
    private static let remoteShell: String = {
        let file = "\(directory.path)/ssh_config"
        let parts = [("closed", closedHost), ("open", openHost)].map { name, server in
            "sed '1s/.*/Host \(name)/' '\(server.configuration)'"
        }
        let made = Program("sh").run(["-c", "(\(parts.joined(separator: "; "))) > '\(file)'"])
        precondition(made.status == 0, made.errorText)
        return "--rsh=ssh -F \(file)"
    }()

    private static let sftp = Place("sftp", in: directory.path, options: [remoteShell]) {
        "sftp://closed\(directory.path)/\($0)"
    }
    private static let agent = Place("agent", in: directory.path, options: [remoteShell]) {
        "open:\(directory.path)/\($0)"
    }

    // MARK: Servers

    private static let proFTPD = ProFTPDServer()
    private static let ftp = Place(
        "ftp", in: proFTPD.data, options: ["--ftp-tls=none"], environment: ["FERRY_FTP_PASSWORD": "pw"]
    ) { "ftp://u@127.0.0.1:\(proFTPD.port)/\($0)" }

    private static let nginx = NginxServer()
    private static let http = Place("http", in: nginx.data, isWritable: false) {
        "http://127.0.0.1:\(nginx.port)/json/\($0)"
    }
    private static let dav = Place("dav", in: nginx.data, environment: ["FERRY_HTTP_PASSWORD": "pw"]) {
        "dav://u@127.0.0.1:\(nginx.port)/dav/\($0)"
    }

    private static let bucket: String = {
        Radosgw.shared.bucket("matrix")
        return "matrix"
    }()
    private static let s3 = Place(
        "s3",
        environment: [
            "AWS_ENDPOINT_URL_S3": Radosgw.shared.url, "AWS_ACCESS_KEY_ID": Radosgw.accessKey,
            "AWS_SECRET_ACCESS_KEY": Radosgw.secretKey, "AWS_CA_BUNDLE": "", "AWS_PROFILE": "",
        ],
        location: { "s3://\(bucket)/\($0)" },
        put: { tree, name in rclone(["copy", tree, "store:\(bucket)/\(name)"]) },
        content: { name, scratch in
            rclone(["copy", "store:\(bucket)/\(name)", scratch])
            return scratch
        })

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
