import Glibc
import Harness
import Servers
import Testing

/// Whether ferry is found on a host, and what happens where it is not.
@Suite struct SSHAgentTests {
    /// What sshd gives sessions to find programs in: a directory of its own, in which ferry is or is not.
    private struct Host: ~Copyable {
        let directory = TemporaryDirectory()
        let server: SSHServer

        init(hasFerry: Bool, settings: [String] = []) {
            let programs = "\(directory.path)/programs"
            mkdir(programs, 0o755)
            if hasFerry { symlink(Program.ferry.path, "\(programs)/ferry") }
            server = SSHServer(settings: ["SetEnv PATH=\(programs):/usr/bin:/bin"] + settings)
        }

        /// Copies one file there, and tells whether its time has nanoseconds, as agents keep it and SFTP does not.
        func copy(_ options: [String]) -> (outcome: Program.Outcome, isExact: Bool) {
            let made = Program("sh").run(
                ["-ec", "echo content > file; touch -d '2001-02-03 04:05:06.123456789' file"], in: directory.path)
            precondition(made.status == 0)
            let outcome = Program.ferry.run(
                ["sync", "--rsh=\(server.remoteShell)"] + options
                    + ["\(directory.path)/file", "server:\(directory.path)/there"])
            let time = Program("stat").run(["-c", "%y", "\(directory.path)/there"]).outputText
            return (outcome, time.contains(".123456789"))
        }
    }

    @Test func isUsedWhereItIsFound() {
        let host = Host(hasFerry: true)
        let (outcome, isExact) = host.copy(["-v"])
        #expect(outcome.status == 0 && outcome.errorText == "" && isExact, "\(outcome.errorText)")
    }

    @Test func isNotAskedForWhereItIsNotWanted() {
        let host = Host(hasFerry: true)
        let (outcome, isExact) = host.copy(["--agent=never"])
        #expect(outcome.status == 0 && outcome.errorText == "" && !isExact, "\(outcome.errorText)")
    }

    @Test func itSaysWhoBrokeTheProtocol() {
        let outcome = Program("sh").run([
            "-c", "head -c 100000 /dev/zero | \(Program.ferry.path) serve --stdio >/dev/null",
        ])
        #expect(outcome.status == 12)
        #expect(outcome.errorText.hasPrefix("ferry: the client broke the protocol: "), "\(outcome.errorText)")
    }

    @Test func sftpIsEnoughWhereThereIsNone() {
        let host = Host(hasFerry: false)
        let (quiet, _) = host.copy([])
        #expect(quiet.status == 0 && quiet.errorText == "", "\(quiet.errorText)")
        let (outcome, _) = host.copy(["-v", "--ignore-times"])
        #expect(outcome.status == 0)
        let lines = outcome.errorText.split(separator: "\n")
        #expect(lines.count == 1 && lines[0].hasPrefix("ferry: no agent on server, SFTP is used: "), "\(lines)")
    }

    @Test func anAccountThatIsLimitedToSFTP() {
        let host = Host(hasFerry: true, settings: ["ForceCommand internal-sftp"])
        let (outcome, isExact) = host.copy([])
        #expect(outcome.status == 0 && outcome.errorText == "" && !isExact, "\(outcome.errorText)")
    }

    @Test func oneThatIsNamedMustBeThere() {
        let host = Host(hasFerry: true)
        for program in ["/nonexistent/ferry", "true", "echo"] {
            let (outcome, _) = host.copy(["--agent=\(program)"])
            #expect(outcome.status == 4, "\(outcome.errorText)")
            #expect(outcome.errorText.contains("'\(program)' there is no agent"), "\(outcome.errorText)")
            #expect(outcome.errorText.split(separator: "\n").count == 1, "\(outcome.errorText)")
            #expect(access("\(host.directory.path)/there", F_OK) != 0)
        }
    }

    /// What an agent within its bounds says is about a place as the user calls it, and names what it was asked for.
    @Test(arguments: [
        ("", "--mkpath source/ server:esc/new/", "cannot create directory 'sftp://server/esc/new': "),
        ("", "source/ server:../out/", "cannot look at 'sftp://server/../out/': permission denied"),
        ("--read-only", "source/ server:new/", "cannot create directory 'sftp://server/new/': the agent is read-only"),
        ("--read-only", "source/ server:in/", "cannot write 'file' on sftp://server/in/: the agent is read-only"),
        (
            "--read-only", "--delete --allow-empty-source empty/ server:in/",
            "cannot remove 'sftp://server/in/': the agent is read-only"
        ),
    ])
    func oneWithinBounds(_ bounds: String, _ words: String, _ message: String) {
        let directory = TemporaryDirectory()
        let script = "mkdir -p root/in out source empty; echo > source/file; echo > root/in/old; ln -s ../out root/esc"
        #expect(Program("sh").run(["-ec", script], in: directory.path).status == 0)
        let agent = "\(Program.ferry.path) serve --stdio --root=\(directory.file("root")) \(bounds)"
        let server = SSHServer(settings: ["ForceCommand \(agent)"])
        let outcome = Program.ferry.run(
            ["sync", "--rsh=\(server.remoteShell)", "--agent=ferry"] + words.split(separator: " ").map(String.init),
            in: directory.path)
        #expect(outcome.status != 0)
        let lines = outcome.errorText.split(separator: "\n").filter { !$0.hasPrefix("ferry: nothing was deleted") }
        #expect(!lines.isEmpty && lines.allSatisfy { $0.contains("sftp://server/") }, "\(lines)")
        #expect(lines.contains { $0.contains(message) }, "\(lines)")
    }

    /// Who is not let in, or loses the connection, does not have to look for an agent.
    @Test(.enabled(if: geteuid() == 0)) func whatHasNothingToDoWithIt() throws {
        let server = SSHServer()
        let account = try #require(server.account)
        let location = "\(account.user)@server:/etc/hostname"
        let rsh = "--rsh=\(server.remoteShell) -oPubkeyAuthentication=no"
        let list = ["list", "--agent=/opt/ferry", location]
        let wrong = Program.ferry.run(list + [rsh], environment: ["FERRY_SSH_PASSWORD": "wrong"])
        #expect(wrong.status == 5, "\(wrong.errorText)")
        let lost = Program.ferry.run(list + ["--rsh=sh -c 'echo Connection closed by server >&2; exit 255' x"])
        #expect(lost.status == 5, "\(lost.errorText)")
        let silent = Program.ferry.run(list + ["--timeout=2", "--rsh=sh -c 'sleep 20' x"])
        #expect(silent.status == 30 || silent.status == 35, "\(silent.errorText)")
        for outcome in [wrong, lost, silent] {
            #expect(outcome.errorText.hasPrefix("ferry: cannot connect to sftp://"), "\(outcome.errorText)")
            #expect(!outcome.errorText.contains("agent"), "\(outcome.errorText)")
        }
    }
}
