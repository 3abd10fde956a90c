import EndpointConformance
import FerryCore
import FerryEndpoints
import Glibc
import Harness
import SSHEndpoint
import Servers

/// OpenSSH's sftp-server, talked to without ssh in between.
enum SFTPServer {
    static let program = ServerPackage.openSSH.path("usr/lib/openssh/sftp-server")

    /// A fresh host that is reached by starting the server as a child. `arguments` are the server's.
    static func host(_ arguments: [String] = [], options: SSHOptions = SSHOptions()) -> SSHHost {
        SSHHost(options: options) { () throws(ConnectionFailure) in
            try ProcessStream(running: [program] + arguments)
        }
    }

    /// The same without the rights of root.
    static func unprivilegedHost() -> SSHHost {
        SSHHost(options: SSHOptions()) { () throws(ConnectionFailure) in
            try ProcessStream(
                running: ["setpriv", "--reuid=\(nobody)", "--regid=\(nobody)", "--clear-groups", program])
        }
    }

    /// The user `nobody` of Debian.
    static let nobody = 65534
}

extension Subject {
    /// An endpoint of `host` on a fresh directory of this machine, made over to `owner`.
    static func fresh(on host: SSHHost, owner: Int? = nil) throws -> Subject {
        let directory = Lasting()
        if let owner { chown(directory.path, uid_t(owner), gid_t(owner)) }
        let endpoint = try SSHEndpoint(Array(directory.path.utf8), on: host, location: "sftp://host\(directory.path)")
        var forbid: (@Sendable (RelativePath) throws -> Void)?
        if owner != nil || geteuid() != 0 { forbid = { chmod("\(directory.path)/\($0)", 0) } }
        return Subject(
            endpoint, forbid: forbid, holdsLargeFiles: true,
            cleanUp: { directory.remove() })
    }
}

/// A temporary directory that lives until it is removed.
final class Lasting: @unchecked Sendable {
    private var directory: TemporaryDirectory?
    let path: String

    init() {
        let fresh = TemporaryDirectory()
        path = fresh.path
        chmod(path, 0o755)
        directory = consume fresh
    }

    func remove() { directory = nil }
}
