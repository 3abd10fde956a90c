import Glibc
import Harness
import Servers
import Testing

/// A disk of a host that has no room for all files.
@Suite struct SSHFullDiskTests {
    /// Each file is there, or is told; nothing else is left.
    @Test(.enabled(if: geteuid() == 0), arguments: ["never", Program.ferry.path])
    func eachFileIsThereOrTold(_ agent: String) {
        let directory = TemporaryDirectory()
        let there = directory.file("there")
        mkdir(there, 0o755)
        mkdir(directory.file("source"), 0o755)
        let mounting = "mountpoint -q \(there) || mount -t tmpfs -o size=1m none \(there)"
        let locked = "flock \(directory.file("lock")) sh -c '\(mounting)'"
        let server = SSHServer(.program, settings: ["ForceCommand \(locked); exec sh -c \"$SSH_ORIGINAL_COMMAND\""])
        for number in 0..<150 { directory.write([UInt8](repeating: 7, count: 20_000), "source/\(number)") }
        let words = ["sync", "--rsh=\(server.remoteShell)", "--agent=\(agent)", directory.file("source") + "/"]
        let outcome = Program.ferry.run(words + ["server:\(there)"])
        #expect(outcome.status == 23, "\(outcome.status) \(outcome.errorText)")
        let left = Program("ssh").run(["-F", server.configuration, "server", "ls -A \(there)"]).outputText
            .split(separator: "\n")
        #expect(left.count > 20 && !left.contains { $0.hasPrefix(".") }, "\(left)")
        let lines = outcome.errorText.split(separator: "\n")
        #expect(lines.count == 150 - left.count, "\(left.count) there: \(lines)")
        #expect(lines.allSatisfy { $0.contains("no space left") }, "\(lines)")
    }
}
