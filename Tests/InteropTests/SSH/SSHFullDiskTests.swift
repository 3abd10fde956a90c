import Glibc
import Harness
import Servers
import Testing

/// A disk of a host that has no room for all files.
@Suite struct SSHFullDiskTests {
    /// Each file is there, or is told; nothing else is left.
    @Test(.enabled(if: geteuid() == 0), arguments: ["never", Program.ferry.path])
    func eachFileIsThereOrTold(_ agent: String) {
        let host = SmallDiskHost(.program)
        let words = ["sync", "--rsh=\(host.server.remoteShell)", "--agent=\(agent)"]
        let outcome = Program.ferry.run(words + [host.directory.file("source") + "/", "server:\(host.disk)"])
        #expect(outcome.status == 23, "\(outcome.status) \(outcome.errorText)")
        let left = host.names
        #expect(left.count > 20 && !left.contains { $0.hasPrefix(".") }, "\(left)")
        let lines = outcome.errorText.split(separator: "\n")
        #expect(lines.count == SmallDiskHost.files - left.count, "\(left.count) there: \(lines)")
        #expect(lines.allSatisfy { $0.contains("no space left") }, "\(lines)")
    }
}
