import Glibc
import Harness
import Servers

/// A host whose disk has no room for all of 150 files of 20 kB. Its account alone sees the disk: nothing of it outlives the
/// host. Wants a superuser.
struct SmallDiskHost: ~Copyable {
    static let files = 150
    let server: SSHServer
    /// Has them, below `source`.
    let directory = TemporaryDirectory()

    init(_ subsystem: SSHServer.Subsystem) {
        let there = directory.file("there")
        mkdir(there, 0o755)
        mkdir(directory.file("source"), 0o755)
        let mounting = "mountpoint -q \(there) || mount -t tmpfs -o size=1m none \(there)"
        let locked = "flock \(directory.file("lock")) sh -c '\(mounting)'"
        server = SSHServer(subsystem, settings: ["ForceCommand \(locked); exec sh -c \"$SSH_ORIGINAL_COMMAND\""])
        for number in 0..<Self.files { directory.write([UInt8](repeating: 7, count: 20_000), "source/\(number)") }
    }

    /// The directory that the disk is at.
    var disk: String { directory.file("there") }

    /// What the account sees there.
    var names: [Substring] {
        Program("ssh").run(["-F", server.configuration, "server", "ls -A \(disk)"]).outputText.split(separator: "\n")
    }
}
