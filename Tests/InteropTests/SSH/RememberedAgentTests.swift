import Glibc
import Harness
import Servers
import Testing

/// That a host has no ferry is remembered: to ask costs a connection.
@Suite struct RememberedAgentTests {
    /// A program in place of ssh that starts what is asked for on this machine, and writes down what that was.
    private struct Host: ~Copyable {
        let directory = TemporaryDirectory()

        init() {
            let server = ServerPackage.openSSH.path("usr/lib/openssh/sftp-server")
            let script = """
                #!/bin/sh
                for word; do wanted=$word; done
                echo "$wanted" >>\(directory.path)/started
                PATH=\(directory.path)/programs:/usr/bin:/bin
                [ "$wanted" = sftp ] || exec sh -c "$wanted"
                [ ! -e \(directory.path)/no-sftp ] && exec \(server)
                echo 'subsystem request failed on channel 0' >&2
                exit 255
                """
            directory.write(Array(script.utf8), "ssh")
            directory.write(Array("content\n".utf8), "file")
            mkdir("\(directory.path)/programs", 0o755)
            chmod("\(directory.path)/ssh", 0o755)
        }

        func install() { symlink(Program.ferry.path, "\(directory.path)/programs/ferry") }

        func refuseSFTP() { directory.write([], "no-sftp") }

        /// Copies a file there. Returns what ferry says, and what it started there.
        func copy(_ options: String..., to host: String = "server") -> (said: String, started: [String]) {
            unlink("\(directory.path)/started")
            let outcome = Program.ferry.run(
                ["sync", "-v", "--ignore-times", "--rsh=\(directory.path)/ssh"] + options
                    + ["\(directory.path)/file", "\(host):\(directory.path)/there"],
                environment: ["XDG_STATE_HOME": "\(directory.path)/state"])
            #expect(outcome.status == 0, "\(outcome.errorText)")
            let started = Program("cat").run(["\(directory.path)/started"]).outputText.split(separator: "\n")
            return (outcome.errorText, started.map(String.init))
        }
    }

    private static let asked = "ferry serve --stdio"

    @Test func itIsAskedOnce() {
        let host = Host()
        let first = host.copy()
        #expect(first.started == [Self.asked, "sftp"])
        #expect(first.said.hasPrefix("ferry: no agent on server, SFTP is used: "), "\(first.said)")
        let second = host.copy()
        #expect(second.started == ["sftp"])
        #expect(
            second.said == "ferry: no agent on server 1 min ago, SFTP is used; --agent=ferry looks for it again\n",
            "\(second.said)")
        #expect(host.copy("--agent=auto").started == ["sftp"])
        // Of others nothing is known.
        #expect(host.copy(to: "user@server").started == [Self.asked, "sftp"])
        #expect(host.copy("--ssh-identity=/other").started == [Self.asked, "sftp"])
        #expect(host.copy("--no-state").started == [Self.asked, "sftp"])
    }

    @Test func whatIsInstalledLaterIsFoundByWhoAsksForIt() {
        let host = Host()
        _ = host.copy()
        host.install()
        #expect(host.copy().started == ["sftp"])
        let named = host.copy("--agent=ferry")
        #expect(named.started == [Self.asked] && named.said == "")
        #expect(host.copy().started == [Self.asked])
    }

    @Test func whereTheMemoryIsWrongAndThereIsNoSFTPTheAgentIsLookedFor() {
        let host = Host()
        _ = host.copy()
        host.install()
        host.refuseSFTP()
        #expect(host.copy().started == ["sftp", Self.asked])
        #expect(host.copy().started == [Self.asked])
    }

    /// What could not be reached at all was no host without an agent.
    @Test func nothingIsLearnedWhereSFTPFailsToo() {
        let host = Host()
        host.refuseSFTP()
        for _ in 0..<2 {
            let outcome = Program.ferry.run(
                ["list", "--rsh=\(host.directory.path)/ssh", "server:/"],
                environment: ["XDG_STATE_HOME": "\(host.directory.path)/state"])
            #expect(
                outcome.status == 4 && outcome.errorText.contains("the server offers no SFTP"), "\(outcome.errorText)")
        }
        let started = Program("cat").run(["\(host.directory.path)/started"]).outputText
        #expect(started.split(separator: "\n").filter { $0 == Self.asked }.count == 2, "\(started)")
    }
}
