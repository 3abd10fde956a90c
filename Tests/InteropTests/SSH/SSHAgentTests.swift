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
}
