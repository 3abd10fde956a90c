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

    /// That what was received cannot be kept, either, is not told once more.
    @Test(.enabled(if: geteuid() == 0), arguments: ["--delay-updates", "--partial"], ["sftp", "scp"])
    func aFileIsToldOnce(_ option: String, _ scheme: String) {
        let host = SmallDiskHost(.program)
        host.directory.write([UInt8](repeating: 7, count: 3_000_000), "large")
        let outcome = Program.ferry.run(
            ["sync", option, "--no-state", "--rsh=\(host.server.remoteShell)", "--agent=never"]
                + [host.directory.file("large"), "\(scheme)://server\(host.disk)/"])
        #expect(outcome.status == 23, "\(outcome.status) \(outcome.errorText)")
        #expect(outcome.errorText.filter(\.isNewline).count == 1, "\(outcome.errorText)")
    }

    /// What there is no room for is not made up of zeros, which the next run would take for the content.
    @Test(.enabled(if: geteuid() == 0), arguments: ["--append-verify", "--append"])
    func whatIsAppendedHasNoHoles(_ option: String) {
        let host = SmallDiskHost(.program)
        let words = ["sync", "--rsh=\(host.server.remoteShell)", "--agent=never", "--no-state"]
        let made = Program("sh").run(
            ["-ec", "mkdir log; head -c 700000 /dev/urandom > log/f"], in: host.directory.path)
        let first = Program.ferry.run(words + [host.directory.file("log") + "/", "server:\(host.disk)"])
        let grown = Program("sh").run(["-ec", "head -c 600000 /dev/urandom >> log/f"], in: host.directory.path)
        #expect(made.status == 0 && first.status == 0 && grown.status == 0, "\(first.errorText)")
        let second = Program.ferry.run(words + [option, host.directory.file("log") + "/", "server:\(host.disk)"])
        #expect(second.status == 23, "\(second.errorText)")
        let there = Program("ssh").run(["-F", host.server.configuration, "server", "cat \(host.disk)/f"]).output
        let content = Program("cat").run(["log/f"], in: host.directory.path).output
        #expect(there.count >= 700_000 && there.count < content.count && content.starts(with: there))
    }
}
