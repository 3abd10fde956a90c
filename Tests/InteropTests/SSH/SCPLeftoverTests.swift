import Glibc
import Harness
import Servers
import Testing

/// What is left on a host without SFTP by files that could not be sent there, or were given up.
@Suite struct SCPLeftoverTests {
    private static let ways = [SSHWay.scp, .libssh2SCP]
    private static let server = SSHServer(.none)
    /// Files may have 4 KiB.
    private static let limited = SSHServer(
        .none, settings: ["ForceCommand ulimit -f 8; exec sh -c \"$SSH_ORIGINAL_COMMAND\""])

    private func options(_ way: SSHWay, _ server: SSHServer) -> [String] {
        way == .scp ? ["--rsh=\(server.remoteShell)"] : ["--ssh-transport=libssh2"]
    }

    private func place(_ way: SSHWay, _ server: SSHServer, _ path: String) -> String {
        "scp://\(way == .scp ? "server" : "127.0.0.1:\(server.port)")\(path)"
    }

    private func sync(_ words: [String], _ way: SSHWay, _ server: SSHServer) -> Program.Outcome {
        Program("timeout", leading: ["60", Program.ferry.path, "sync"]).run(
            options(way, server) + words, environment: ["HOME": server.home])
    }

    private func names(_ directory: String) -> [Substring] {
        Program("ls").run(["-A", directory]).outputText.split(separator: "\n")
    }

    // MARK: Files that do not fit

    /// scp there is killed in the middle of each file. What was on its way to it must not pass for commands of the shell.
    @Test(arguments: ways, [20_000, 500_000, 3_000_000]) func filesLargerThanAllowed(_ way: SSHWay, _ size: Int) {
        let directory = TemporaryDirectory()
        let server = Self.limited
        mkdir(directory.file("source"), 0o755)
        mkdir(directory.file("there"), 0o755)
        let line = Array("touch \(directory.file("command"))\n".utf8)
        let content = Array((0..<(size / line.count)).map { _ in line }.joined())
        for number in 0..<5 { directory.write(content, "source/\(number)") }
        directory.write(Array("fits".utf8), "source/small")
        let outcome = sync(
            [directory.file("source") + "/", place(way, server, directory.file("there"))], way, server)
        #expect(outcome.status == 23, "\(outcome.status) \(outcome.errorText)")
        #expect(names(directory.file("there")) == ["small"])
        #expect(access(directory.file("command"), F_OK) != 0)
        let lines = outcome.errorText.split(separator: "\n")
        #expect(lines.count == 5, "\(lines)")
        for line in lines { #expect(line.hasPrefix("ferry: cannot write '"), "\(line)") }
    }

    /// Each file is told, the shells stay, and nothing is left.
    @Test(.enabled(if: geteuid() == 0), arguments: ways) func aFullFileSystem(_ way: SSHWay) {
        let host = SmallDiskHost(.none)
        host.directory.write([UInt8](repeating: 7, count: 5_000_000), "source/large")
        let outcome = sync(
            [host.directory.file("source") + "/", place(way, host.server, host.disk)], way, host.server)
        #expect(outcome.status == 23, "\(outcome.status) \(outcome.errorText)")
        let left = host.names
        #expect(left.count > 20 && !left.contains { $0.hasPrefix(".") }, "\(left)")
        let lines = outcome.errorText.split(separator: "\n")
        #expect(lines.count == SmallDiskHost.files + 1 - left.count, "\(lines)")
        for line in lines {
            #expect(line.hasPrefix("ferry: cannot write '"), "\(line)")
            #expect(line.hasSuffix("No space left on device"), "\(line)")
        }
    }

    // MARK: Ctrl-C

    /// One file takes the only shell, which ends with it.
    @Test(arguments: ways) func aLargeFileIsInterrupted(_ way: SSHWay) {
        let directory = TemporaryDirectory()
        let server = Self.server
        let there = directory.file("there")
        mkdir(there, 0o755)
        let script = """
            place=$1; shift
            head -c 300000000 /dev/zero > "$place/../large"
            env --default-signal=INT "$@" & ferry=$!
            until ls -A "$place" | grep -q ferry; do sleep 0.02; done
            kill -INT $ferry; wait $ferry
            """
        let words = options(way, server) + [directory.file("large"), place(way, server, there) + "/"]
        let outcome = Program("timeout", leading: ["60", "bash", "-c", script, "bash", there]).run(
            [Program.ferry.path, "sync"] + words, environment: ["HOME": server.home])
        #expect(outcome.status == 20, "\(outcome.status)")
        #expect(
            outcome.errorText == "ferry: interrupted; what was finished stays, nothing is half-written\n",
            "\(outcome.errorText)")
        #expect(names(there) == [])
    }
}
