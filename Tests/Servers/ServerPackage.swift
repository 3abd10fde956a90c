internal import Glibc

/// A server of `scripts/servers.tsv`, unpacked where nothing starts it, or installed already.
package struct ServerPackage: Sendable {
    package let name: String
    /// The directory that stands for `/`.
    package let root: String

    package static let openSSH = ServerPackage("openssh")
    package static let proFTPD = ServerPackage("proftpd")
    package static let vsftpd = ServerPackage("vsftpd")
    package static let nginx = ServerPackage("nginx")
    package static let apache = ServerPackage("apache")

    /// Unpacks it, which takes seconds once and nothing after that.
    private init(_ name: String) {
        self.name = name
        root = UnpackingScript.run("unpack-server", name)
    }

    /// A file of the package by its path below `/`: of the unpacked package, else of the machine.
    package func path(_ path: String) -> String {
        let unpacked = "\(root)/\(path)"
        return access(unpacked, F_OK) == 0 ? unpacked : "/\(path)"
    }

    /// What its programs need to find its libraries. `folders` are more of these, below `/`.
    package func environment(libraries folders: [String] = []) -> [String: String] {
        let all = ["usr/lib/x86_64-linux-gnu", "lib/x86_64-linux-gnu"] + folders
        return ["LD_LIBRARY_PATH": all.map { "\(root)/\($0)" }.joined(separator: ":")]
    }

    package static let repository: String = {
        let parts = #filePath.split(separator: "/").dropLast(3)
        return "/" + parts.joined(separator: "/")
    }()
}
